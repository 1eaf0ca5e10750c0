import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';

/** A mail in the outbox, as a list shows it. `size` in bytes. */
export interface OutboxEntry {
  name: string;
  to: string;
  subject: string;
  date: Date;
  size: number;
}

/** A mail in the outbox, read by a mail parser. `size` in bytes; `headers` in the order of the file. */
export interface OutboxMail {
  headers: { name: string; value: string }[];
  subject: string;
  to: string;
  html: string;
  text: string;
  size: number;
}

/** Date and hash: what `createOutbox` calls its files, and nothing with a slash or two dots in it. */
export const MAIL_NAME = /^\d{8}T\d{6}Z-[0-9a-f]{16}\.eml$/;

/** Headers of our mails end long before this. */
const HEAD_BYTES = 16_384;

/** Names of the mails in the folder, in no order; none where there is no folder yet. */
export async function namesIn(dir: string): Promise<string[]> {
  const files = await readdir(dir).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  return files.filter((file) => MAIL_NAME.test(file));
}

/** Reads the head of a file only: a list of a thousand mails stays quick. */
export async function readEntry(dir: string, name: string): Promise<OutboxEntry> {
  const file = await open(join(dir, name));
  try {
    const { size } = await file.stat();
    const head = await file.read(Buffer.alloc(Math.min(size, HEAD_BYTES)), 0, Math.min(size, HEAD_BYTES), 0);
    const email = await PostalMime.parse(headersOf(head.buffer));
    return { name, to: recipientOf(email), subject: email.subject ?? '', date: dateOf(email, name), size };
  } finally {
    await file.close();
  }
}

/** Undefined when there is no such mail, or when the name is not one of ours. */
export async function readMail(dir: string, name: string): Promise<OutboxMail | undefined> {
  if (!MAIL_NAME.test(name)) return undefined;
  const bytes = await readFile(join(dir, name)).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (bytes === undefined) return undefined;
  const email = await PostalMime.parse(bytes);
  return {
    headers: email.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    subject: email.subject ?? '',
    to: recipientOf(email),
    html: email.html ?? '',
    text: email.text ?? '',
    size: bytes.length,
  };
}

function headersOf(head: Buffer): Buffer {
  const end = head.indexOf('\r\n\r\n');
  return end < 0 ? head : head.subarray(0, end + 4);
}

function recipientOf(email: Email): string {
  return email.to?.map(({ address, name }) => address ?? name).join(', ') ?? '';
}

function dateOf(email: Email, name: string): Date {
  const date = new Date(email.date ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? dateInName(name) : date;
}

function dateInName(name: string): Date {
  return new Date(name.replace(/^(....)(..)(..)T(..)(..)(..).*$/, '$1-$2-$3T$4:$5:$6Z'));
}

/** The system's word for what went wrong with a file, such as `ENOSPC`. */
export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown reason';
}
