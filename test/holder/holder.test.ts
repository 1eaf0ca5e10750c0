import { chmod, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { carryCommand } from '../../src/holder/carry-command.js';
import { holdFolder } from '../../src/holder/hold-folder.js';
import type { Io } from '../../src/holder/io.js';
import { type HolderProcess, startHolder } from './processes.js';

let dataDir: string;
let started: HolderProcess[];
let ownDir: string;
beforeEach(async () => {
  ownDir = await mkdtemp(join(tmpdir(), 'holder-'));
  dataDir = ownDir;
  started = [];
});
afterEach(async () => {
  await Promise.all(started.map((holder) => holder.kill()));
  await rm(ownDir, { recursive: true, force: true });
});

interface Outcome {
  held: boolean;
  code?: string;
  message?: string;
}

async function start(count: number): Promise<HolderProcess[]> {
  const holders = await Promise.all(Array.from({ length: count }, () => startHolder(dataDir)));
  started.push(...holders);
  return holders;
}

async function startHolding(): Promise<HolderProcess> {
  const [holder] = await start(1);
  if (!holder) throw new Error('no process');
  expect(await holder.order<Outcome>({ hold: true })).toEqual({ held: true });
  return holder;
}

function createIo(more: Partial<Io> = {}) {
  const heard = { out: '', err: '' };
  const abort = new AbortController();
  const io: Io = {
    out: (text) => {
      heard.out += text;
    },
    err: (text) => {
      heard.err += text;
    },
    ...{ isTerminal: true, columns: 72, cwd: '/somewhere', signal: abort.signal, ...more },
  };
  return { io, heard, abort };
}

async function carry(...argv: string[]) {
  const { io, heard } = createIo();
  return { status: await carryCommand(dataDir, argv, io), ...heard };
}

describe('holding a folder', () => {
  test('gives it to exactly one of many processes, each time the holder before was killed', async () => {
    let rest = await start(5);
    while (rest.length > 0) {
      const outcomes = await Promise.all(rest.map((holder) => holder.order<Outcome>({ hold: true })));
      expect(outcomes.filter((outcome) => outcome.held)).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome.code === 'held')).toHaveLength(rest.length - 1);
      await rest[outcomes.findIndex((outcome) => outcome.held)]?.kill();
      rest = rest.filter((_, at) => !outcomes[at]?.held);
    }
  });

  test('never lets two in at once while holders come and go', async () => {
    const holders = await start(3);
    const results = await Promise.all(
      holders.map((holder) => holder.order<{ taken: number; crowded: number }>({ compete: 60 })),
    );
    expect(results.map((result) => result.crowded)).toEqual([0, 0, 0]);
    expect(results.reduce((sum, result) => sum + result.taken, 0)).toBeGreaterThan(0);
    expect((await readdir(join(dataDir, 'run'))).length).toBeLessThanOrEqual(8);
  });

  test('turns the next process away with the number of the first', async () => {
    const holder = await startHolding();
    const run = async () => 0;
    await expect(holdFolder(dataDir, run)).rejects.toMatchObject({
      name: 'ConfigError',
      code: 'held',
      message: `${dataDir} is in use by process ${holder.child.pid}; stop it first`,
    });
    expect((await carry('echo')).status).toBe(3);
  });

  test('is refused as well while the holder is stopped and says nothing', async () => {
    const holder = await startHolding();
    holder.child.kill('SIGSTOP');
    await expect(holdFolder(dataDir, async () => 0)).rejects.toMatchObject({ code: 'held' });
  });

  test('is possible again after a clean close, which leaves no socket to answer', async () => {
    const holder = await startHolding();
    await holder.order({ close: true });
    expect((await carry('echo')).status).toBeUndefined();
    expect(await readdir(dataDir)).toEqual(['run']);
    const next = await holdFolder(dataDir, async () => 0);
    await next.close();
  });

  test('opens the socket to nobody but its user', async () => {
    const held = await holdFolder(join(dataDir, 'new'), async () => 0);
    expect((await stat(join(dataDir, 'new', 'broadsheet.sock'))).mode & 0o777).toBe(0o600);
    for (const folder of ['new', 'new/run'])
      expect((await stat(join(dataDir, folder))).mode & 0o777).toBe(0o700);
    await held.close();
  });

  test('closes the folder of sockets to others when it was left open', async () => {
    await mkdir(join(dataDir, 'run'));
    await chmod(join(dataDir, 'run'), 0o777);
    const held = await holdFolder(dataDir, async () => 0);
    expect((await stat(join(dataDir, 'run'))).mode & 0o777).toBe(0o700);
    await held.close();
  });

  test('says so when the path is too long for a socket', async () => {
    const long = join(dataDir, 'x'.repeat(100));
    await expect(holdFolder(long, async () => 0)).rejects.toThrow(/DATA_DIR.*too|DATA_DIR.*bytes/);
    await expect(carryCommand(long, [], createIo().io)).rejects.toMatchObject({ name: 'ConfigError' });
  });
});

describe('a command carried out by the holder', () => {
  let sharedDir: string;
  let holder: HolderProcess;
  beforeAll(async () => {
    sharedDir = await mkdtemp(join(tmpdir(), 'holder-'));
    holder = await startHolder(sharedDir);
    expect(await holder.order<Outcome>({ hold: true })).toEqual({ held: true });
  });
  beforeEach(() => {
    dataDir = sharedDir;
  });
  afterAll(async () => {
    await holder.kill();
    await rm(sharedDir, { recursive: true, force: true });
  });

  test('has the terminal, both outputs and the exit status of where it was typed', async () => {
    expect(await carry('echo', 'ä b', 'c\nd')).toEqual({
      status: 3,
      out: 'ä b c\nd\n',
      err: `true 72 /somewhere ${holder.child.pid}\n`,
    });
  });

  test('may print megabytes, cut nowhere inside a character', async () => {
    const { out, status } = await carry('flood', '😀x', '700000');
    expect(status).toBe(0);
    expect(out === '😀x'.repeat(700_000)).toBe(true);
  });

  test('asks the person at the other end, and knows when there is none', async () => {
    const { io, heard } = createIo({ ask: async (question) => `${question}Ada` });
    expect(await carryCommand(dataDir, ['ask'], io)).toBe(0);
    expect(heard.out).toBe('Hello Who? Ada');
    expect((await carry('ask')).out).toBe('nobody to ask');
  });

  test('reads the standard input of the other end, piece by piece, and knows when there is none', async () => {
    const pieces = [Buffer.alloc(3, 255), Buffer.alloc(300_000, 1), Buffer.alloc(0), Buffer.from('é')];
    const [bytes, sum] = [300_005, 3 * 255 + 300_000 + 0xc3 + 0xa9];
    const { io, heard } = createIo({ input: () => Readable.from(pieces) });
    expect(await carryCommand(dataDir, ['count'], io)).toBe(0);
    expect(heard.out).toBe(`${bytes} ${sum}`);
    expect((await carry('count')).out).toBe('nothing to read');
  });

  test('ends when the standard input of the other end breaks off', async () => {
    async function* broken() {
      yield Buffer.from('x');
      throw new Error('the disk is gone');
    }
    const { io, heard } = createIo({ input: broken });
    expect(await carryCommand(dataDir, ['count'], io)).toBe(1);
    expect(heard.err).toContain('the standard input was not read to its end');
  });

  test('is interrupted from the other end and still has its last words', async () => {
    const { io, heard, abort } = createIo();
    const out = io.out;
    io.out = (text) => {
      out(text);
      abort.abort();
    };
    expect(await carryCommand(dataDir, ['wait'], io)).toBe(130);
    expect(heard.out).toBe('waitinginterrupted');
  });

  test('is interrupted when the terminal goes away', async () => {
    const told = holder.said();
    const socket = connect(join(dataDir, 'broadsheet.sock'));
    const command = { type: 'run', argv: ['wait'], isTerminal: false, columns: 0, cwd: '/', canAsk: false };
    socket.write(`${JSON.stringify(command)}\n`);
    socket.on('data', (chunk) => String(chunk).includes('waiting') && socket.destroy());
    expect(await told).toEqual({ interrupted: true });
  });

  test('that raises ends with 1 and its sentence', async () => {
    expect(await carry('fail')).toEqual({ status: 1, out: '', err: 'it went wrong\n' });
  });

  test('is not confused by what does not speak its language', async () => {
    for (const noise of ['GET / HTTP/1.1\r\n\r\n', '{"type":"run"}\n', 'x'.repeat(3_000_000)]) {
      const socket = connect(join(dataDir, 'broadsheet.sock'));
      socket.on('error', () => undefined);
      const closed = new Promise((resolve) => socket.on('close', resolve));
      socket.resume().end(noise);
      await closed;
    }
    expect((await carry('echo')).status).toBe(3);
  });
});

describe('a holder that goes away', () => {
  test('leaves a command to whoever typed it, as if there had been none', async () => {
    expect((await carry('echo')).status).toBeUndefined();
    const holder = await startHolding();
    await holder.kill();
    expect((await carry('echo')).status).toBeUndefined();
  });

  test('ends the command it was carrying out with 1 and a sentence', async () => {
    await startHolding();
    const { status, err } = await carry('die');
    expect(status).toBe(1);
    expect(err).toBe('The process that carried out the command ended before it was done.\n');
  });

  test('interrupts what it carries out when it stops in order, and turns the next command away', async () => {
    const holder = await startHolding();
    const { io, heard } = createIo();
    const waiting = carryCommand(dataDir, ['wait'], io);
    while (heard.out === '') await new Promise((resolve) => setImmediate(resolve));
    holder.child.send({ drain: true });
    expect(await waiting).toBe(130);
    expect(await carry('echo')).toMatchObject({ status: 1, err: expect.stringContaining('stopping') });
    await expect(holdFolder(dataDir, async () => 0)).rejects.toMatchObject({ code: 'held' });
    await holder.order({ close: true });
  });
});
