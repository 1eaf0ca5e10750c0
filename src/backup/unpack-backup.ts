import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extract, list, type ReadEntry } from 'tar';
import { z } from 'zod';
import { UsageError } from '../errors.js';
import { ENTRIES, Manifest } from './manifest.js';

/** Files and folders of these names only; an archive that was made by somebody else could hold links to anywhere. */
const PLAIN = new Set(['File', 'OldFile', 'Directory']);
const KNOWN = new RegExp(`^(${ENTRIES.manifest}|${ENTRIES.secrets}|${ENTRIES.database}(/.*)?)$`);

/**
 * Unpacks a backup into an empty folder and returns what it says of itself. The archive is read to its end first, so that
 * nothing of a broken one is unpacked. Raises `UsageError` for a file that is missing, cut short or no backup, or that
 * only a newer program can read.
 */
export async function unpackBackup(file: string, folder: string): Promise<Manifest> {
  const foreign = await findForeign(file);
  if (foreign !== undefined) throw notOurs(file, `it holds ${JSON.stringify(foreign)}, which no backup does`);
  try {
    await extract({ file, cwd: folder, strict: true });
    return readManifest(await readFile(join(folder, ENTRIES.manifest), 'utf8'));
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** The first entry that is not a plain file or folder of a backup. */
async function findForeign(file: string): Promise<string | undefined> {
  const foreign: string[] = [];
  const look = ({ path, type }: ReadEntry) => {
    const name = path.replace(/\/$/, '');
    const isPlain = PLAIN.has(type) && !name.split('/').includes('..');
    if (!isPlain || !KNOWN.test(name)) foreign.push(name);
  };
  try {
    await list({ file, strict: true, onReadEntry: look });
  } catch (error) {
    throw unreadable(file, error);
  }
  return foreign[0];
}

const readManifest = (text: string): Manifest => Manifest.parse(JSON.parse(text));

function unreadable(file: string, cause: unknown): Error {
  const { code } = cause as NodeJS.ErrnoException;
  const isOfTheFile = code !== undefined || cause instanceof SyntaxError || cause instanceof z.ZodError;
  if (!isOfTheFile) return cause as Error;
  if (code === 'ENOENT') return new UsageError(`restore: there is no file ${file}`, { cause });
  return notOurs(file, 'it is cut short, damaged, or of a newer version', cause);
}

function notOurs(file: string, why: string, cause?: unknown): UsageError {
  return new UsageError(`restore: ${file} is no backup that this version can read: ${why}`, { cause });
}
