import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { BroadsheetError } from '../errors.js';

/** The program as a process of its own, serving pages. */
export interface RunningServer {
  /** `http://127.0.0.1:4321` */
  origin: string;
  end(): Promise<void>;
}

/** Starts `broadsheet …`, which inherits nothing but PATH and HOME from here, and waits until it serves pages. */
export async function runServer(
  command: 'web' | 'start',
  variables: Record<string, string>,
  signal: AbortSignal,
): Promise<RunningServer> {
  const isSource = import.meta.url.endsWith('.ts');
  const main = fileURLToPath(new URL(`../main.${isSource ? 'ts' : 'js'}`, import.meta.url));

  const child = spawn(
    process.execPath,
    [...(isSource ? ['--import', import.meta.resolve('tsx')] : []), main, command],
    {
      env: variables,
      // The log goes where it would go: through a pipe.
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const stop = () => child.kill('SIGKILL');
  signal.addEventListener('abort', stop, { once: true });
  const ended = once(child, 'close');
  let said = '';
  const hear = (text: string) => {
    said = (said + text).slice(-4000);
  };
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', hear);
  const origin = await Promise.race([findOrigin(child.stdout, () => said), ended.then(() => undefined)]);
  if (origin === undefined)
    throw new BroadsheetError(`bench: \`${command}\` ended before it served: ${said.trim()}`);
  return {
    origin,
    async end() {
      signal.removeEventListener('abort', stop);
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function findOrigin(out: NodeJS.ReadableStream, said: () => string): Promise<string> {
  for (;;) {
    const found = /Broadsheet is on (http:\/\/\S+)/.exec(said());
    if (found?.[1]) return found[1];
    await once(out, 'data');
  }
}
