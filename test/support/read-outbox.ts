import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The mails in an outbox as they would go over the wire, oldest first. */
export async function readOutbox(folder: string): Promise<Buffer[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.eml')).sort();
  return Promise.all(names.map((name) => readFile(join(folder, name))));
}
