import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { App } from '../../app.js';
import { UsageError } from '../../errors.js';
import type { Subscriber } from '../../model/subscriber.js';
import { type ListFormat, type ListWriter, writers } from '../../readers/write-readers.js';
import type { Store } from '../../store/store.js';
import type { CommandContext } from '../context.js';

export interface ExportOptions {
  format: ListFormat;
  out?: string;
}

const PAGE = 1000;

/** Writes out all readers, page by page, in a form that `subscribers import` reads. */
export async function exportReaders(
  { deps }: App,
  { format, out }: ExportOptions,
  { io }: CommandContext,
): Promise<void> {
  const pieces = writeList(deps.store, writers[format]);
  if (out === undefined) for await (const piece of pieces) io.out(piece);
  else await writeTo(resolve(io.cwd, out), pieces);
  await deps.store.recordAudit({ who: 'command', action: 'subscribers exported', detail: { format } });
  if (out !== undefined) io.out(`written to ${resolve(io.cwd, out)}\n`);
}

async function* writeList(store: Store, writer: ListWriter): AsyncGenerator<string> {
  yield writer.begin;
  let last: Subscriber | undefined;
  do {
    const some = await store.subscribersAfter(last?.id, PAGE);
    yield writer.some(some, last === undefined);
    last = some.at(-1);
  } while (last !== undefined);
  yield writer.end;
}

/** Addresses are for their keeper's eyes only. */
async function writeTo(file: string, pieces: AsyncIterable<string>): Promise<void> {
  const handle = await open(file, 'w', 0o600).catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`--out: ${file} cannot be written (${cause.code})`, { cause });
  });
  try {
    for await (const piece of pieces) await handle.writeFile(piece);
  } finally {
    await handle.close();
  }
}
