import { createHash, randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BroadsheetError, DeliveryError } from '../errors.js';
import type { Receipt } from '../model/message.js';
import {
  codeOf,
  MAIL_NAME,
  namesIn,
  type OutboxEntry,
  type OutboxMail,
  readEntry,
  readMail,
} from './read-outbox.js';
import type { Transport } from './transport.js';
import { writeMail } from './write-mail.js';

/** The transport of the laptop size: every message becomes a file that mail programs open. */
export interface Outbox extends Transport {
  /** Newest first. */
  list(limit?: number): Promise<OutboxEntry[]>;
  /** Undefined when there is no such mail; a name that is not one of ours (a path, `..`) is never looked for. */
  read(name: string): Promise<OutboxMail | undefined>;
}

const LEFTOVER_AGE_MS = 60_000;

/**
 * An outbox in `dir`, which is made at the first message. A file appears whole or not at all; its name is the date and a
 * hash of the Message-ID, so a resend of the same message takes the place of the first.
 */
export function createOutbox(dir: string): Outbox {
  let opened: Promise<Map<string, string>> | undefined;
  const openOnce = () => {
    opened ??= openFolder(dir).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };

  return {
    name: 'outbox',
    async send(message) {
      try {
        const [bytes, names] = await Promise.all([writeMail(message), openOnce()]);
        const hash = hashOf(message.messageId);
        const name = names.get(hash) ?? `${stampOf(message.date)}-${hash}.eml`;
        names.set(hash, name);
        await writeWhole(dir, name, bytes);
        return { outcome: 'sent', response: `written to ${name}` };
      } catch (error) {
        return refuseOrDefer(error);
      }
    },
    async verify() {
      await openOnce().catch((error: unknown) => {
        throw new DeliveryError(`outbox: the folder cannot be used (${codeOf(error)})`, { cause: error });
      });
    },
    close: async () => {},
    async list(limit = Number.POSITIVE_INFINITY) {
      const names = (await namesIn(dir)).sort().reverse().slice(0, limit);
      const entries: OutboxEntry[] = [];
      for (const name of names) entries.push(await readEntry(dir, name));
      return entries;
    },
    read: (name) => readMail(dir, name),
  };
}

/** Makes the folder, takes away what a killed process left half-written, and learns the files by the hash in their names. */
async function openFolder(dir: string): Promise<Map<string, string>> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await chmod(dir, 0o700);
  const files = await readdir(dir);
  await Promise.all(
    files.filter((file) => file.endsWith('.tmp')).map((file) => removeLeftover(join(dir, file))),
  );
  return new Map(files.filter((file) => MAIL_NAME.test(file)).map((file) => [file.slice(17, 33), file]));
}

/** Younger ones may be in the making. */
async function removeLeftover(file: string): Promise<void> {
  const age = Date.now() - (await stat(file)).mtimeMs;
  if (age > LEFTOVER_AGE_MS) await rm(file, { force: true });
}

/** Within one folder a rename is atomic, so a reader sees the whole file or none. */
async function writeWhole(dir: string, name: string, bytes: Buffer): Promise<void> {
  const half = join(dir, `.${randomUUID()}.tmp`);
  try {
    await writeFile(half, bytes, { mode: 0o600, flush: true });
    await rename(half, join(dir, name));
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
}

/** A message that cannot be put together never will be; a full disk may have room tomorrow. */
function refuseOrDefer(error: unknown): Receipt {
  if (error instanceof BroadsheetError) return { outcome: 'refused', reason: error.message };
  return { outcome: 'deferred', reason: `outbox: cannot be written (${codeOf(error)})` };
}

/** `20260821T050000Z`: sorts as text in the order of time. */
function stampOf(date: Date): string {
  return date.toISOString().replace(/\.\d+|[-:]/g, '');
}

function hashOf(messageId: string): string {
  return createHash('sha256').update(messageId).digest('hex').slice(0, 16);
}
