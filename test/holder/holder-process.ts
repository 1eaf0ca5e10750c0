import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { BroadsheetError } from '../../src/errors.js';
import { type HeldFolder, holdFolder } from '../../src/holder/hold-folder.js';
import type { Io } from '../../src/holder/io.js';

// A process of its own for the tests of the holder. It takes orders over IPC: `hold`, `close`, `compete`.
const [dataDir = ''] = process.argv.slice(2);
let held: HeldFolder | undefined;

const commands: Record<string, (io: Io, args: string[]) => Promise<number>> = {
  async echo(io, args) {
    io.out(`${args.join(' ')}\n`);
    io.err(`${io.isTerminal} ${io.columns} ${io.cwd} ${process.pid}\n`);
    return 3;
  },
  async flood(io, [text = '', times = '1']) {
    io.out(text.repeat(Number(times)));
    return 0;
  },
  async ask(io) {
    const name = await io.ask?.('Who? ');
    io.out(name === undefined ? 'nobody to ask' : `Hello ${name}`);
    return 0;
  },
  async count(io) {
    let bytes = 0;
    let sum = 0;
    for await (const piece of io.input?.() ?? []) {
      bytes += piece.length;
      for (const byte of piece) sum += byte;
    }
    io.out(io.input ? `${bytes} ${sum}` : 'nothing to read');
    return 0;
  },
  async wait(io) {
    io.out('waiting');
    while (!io.signal.aborted) await wait(5);
    process.send?.({ interrupted: true });
    io.out('interrupted');
    return 130;
  },
  async fail() {
    throw new Error('it went wrong');
  },
  async die() {
    process.kill(process.pid, 'SIGKILL');
    return new Promise<number>(() => undefined);
  },
};

const run = async ([name = '', ...args]: string[], io: Io): Promise<number> =>
  (await commands[name]?.(io, args)) ?? 2;

async function hold(): Promise<object> {
  try {
    held = await holdFolder(dataDir, run);
    return { held: true };
  } catch (error) {
    return { held: false, code: (error as BroadsheetError).code, message: (error as Error).message };
  }
}

/** Takes and leaves the folder over and over; counts how often, and how often somebody else was inside as well. */
async function compete(rounds: number): Promise<object> {
  const marker = `${dataDir}/somebody-is-inside`;
  let taken = 0;
  let crowded = 0;
  for (let round = 0; round < rounds; round += 1) {
    const folder = await holdFolder(dataDir, run).catch(() => undefined);
    if (!folder) continue;
    taken += 1;
    if (existsSync(marker)) crowded += 1;
    writeFileSync(marker, '');
    await wait(1);
    rmSync(marker, { force: true });
    await folder.close();
  }
  return { taken, crowded };
}

process.on('message', async (order: { hold?: true; close?: true; drain?: true; compete?: number }) => {
  if (order.hold) process.send?.(await hold());
  if (order.compete) process.send?.(await compete(order.compete));
  if (order.drain) await held?.drain();
  if (order.close) await held?.close();
  if (order.drain || order.close) process.send?.({ done: true });
});
process.send?.({ ready: true });
