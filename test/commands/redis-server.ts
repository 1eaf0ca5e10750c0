import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Redis server of the test's own: it may be flushed, and set up wrongly. */
export interface RedisServer {
  url: string;
  close(): Promise<void>;
}

export async function startRedis(maxMemoryPolicy: string): Promise<RedisServer> {
  const port = await findPort();
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-redis-'));
  const settings = { port, bind: '127.0.0.1', dir: folder, save: '', 'maxmemory-policy': maxMemoryPolicy };
  const argv = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn('redis-server', argv, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  await new Promise<void>((resolve, reject) => {
    child.once('error', (cause) =>
      reject(new Error('install redis-server: this test starts one', { cause })),
    );
    child.once('close', () => reject(new Error('redis-server ended before it was ready')));
    child.stdout.on('data', (text) => String(text).includes('Ready to accept') && resolve());
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    async close() {
      child.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
