import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { ConfigError } from '../errors.js';
import { meetHolder } from './meet-holder.js';
import { socketPathOf } from './socket.js';

/*
 * One process per data folder, without a race when a dead holder is followed by several at once.
 *
 * A stale socket cannot be replaced safely under one name: between "nobody answers there" and "remove it" another process
 * may have put its own in place, and no system call removes a file only if it is still the same one. So every holder takes
 * a name of its own, a number that only grows: `run/1`, `run/2` … are hard links to the socket it listens on.
 *
 *  1. A process listens on `run/new-…`, inside a folder that only its user can enter (0700), and makes the socket 0600.
 *  2. It looks up the highest number N. Somebody answers at N: the folder is held. Nobody does: that holder is dead for
 *     good, because a socket nobody listens on never answers again.
 *  3. It links its socket to N + 1. link(2) fails when the name exists, so of all who saw N dead one succeeds; the others
 *     start over at 2 and find it answering. It listens already: there is no moment at which the winner looks dead.
 *  4. The winner moves its socket over `broadsheet.sock`, where commands look for it. Nobody else may touch that name.
 *
 * The highest number is never removed, not even on a clean close: with it would go the knowledge that N + 1 was used.
 * Old numbers are, so a process that slept between 2 and 3 could take one again; it looks once more after 3, finds a
 * higher one, and starts over.
 */

const keptNumbers = 8;
const draftLifeMs = 60_000;
/** How long the holder may take to say who it is; it holds the folder even when it says nothing. */
const greetingMs = 3_000;

/** Makes `server` listen as the holder of the folder. Raises `ConfigError` (code `held`) while another process holds it. */
export async function takeFolder(dataDir: string, server: Server): Promise<void> {
  const socketPath = socketPathOf(dataDir);
  const run = runFolderOf(dataDir);
  await mkdir(run, { recursive: true, mode: 0o700 });
  await chmod(run, 0o700);
  const draft = join(run, `new-${randomBytes(4).toString('hex')}`);
  await listenOn(server, draft);
  try {
    await chmod(draft, 0o600);
    const taken = await takeNumber(dataDir, draft);
    await rename(draft, socketPath);
    await prune(run, taken);
  } catch (error) {
    await stopListening(server);
    throw error;
  }
}

/** Gives the folder back; only its holder may call it, and only once everything else in the folder is closed. */
export async function leaveFolder(dataDir: string, server: Server): Promise<void> {
  await rm(socketPathOf(dataDir), { force: true });
  await stopListening(server);
}

function runFolderOf(dataDir: string): string {
  return join(dataDir, 'run');
}

async function takeNumber(dataDir: string, draft: string): Promise<number> {
  const run = runFolderOf(dataDir);
  for (;;) {
    const last = await highestNumber(run);
    if (last > 0) await expectDead(dataDir, join(run, String(last)));
    const next = last + 1;
    if (!(await linkNew(draft, join(run, String(next))))) continue;
    if ((await highestNumber(run)) === next) return next;
    await rm(join(run, String(next)), { force: true });
  }
}

async function highestNumber(run: string): Promise<number> {
  return Math.max(0, ...(await numbersIn(run)));
}

async function numbersIn(run: string): Promise<number[]> {
  const names = await readdir(run);
  return names.filter((name) => /^\d+$/.test(name)).map(Number);
}

async function expectDead(dataDir: string, path: string): Promise<void> {
  const holder = await meetHolder(path, greetingMs);
  if (!holder) return;
  holder.socket.destroy();
  const who = holder.pid === undefined ? 'another process' : `process ${holder.pid}`;
  throw new ConfigError(`${dataDir} is in use by ${who}; stop it first`, { code: 'held' });
}

async function linkNew(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes numbers long passed and what a process left that was killed before it had one. */
async function prune(run: string, taken: number): Promise<void> {
  for (const name of await readdir(run)) {
    const path = join(run, name);
    const isOld = /^\d+$/.test(name) ? Number(name) <= taken - keptNumbers : await isOldDraft(path);
    if (isOld) await rm(path, { force: true });
  }
}

async function isOldDraft(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > draftLifeMs;
}

function listenOn(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // Stays: an error after the start (too many open files) concerns one connection, not the folder.
    server.on('error', reject);
    server.listen(path, () => resolve());
  });
}

function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
