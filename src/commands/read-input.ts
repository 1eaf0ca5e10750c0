import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../errors.js';
import type { Io } from '../holder/io.js';

/** The bytes of a file, or of standard input for `-`. Raises `UsageError` when it cannot be read. */
export async function* readInput(file: string, io: Io): AsyncGenerator<Uint8Array> {
  const input = file === '-' ? io.input?.() : createReadStream(resolve(io.cwd, file));
  if (!input) throw new UsageError('-: there is no standard input to read; name a file');
  try {
    for await (const piece of input) yield Buffer.from(piece);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined) throw cause;
    throw new UsageError(`${file === '-' ? 'standard input' : file}: cannot be read (${code})`, { cause });
  }
}
