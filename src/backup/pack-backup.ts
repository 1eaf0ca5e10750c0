import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, mkdtemp, open, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { create } from 'tar';
import { StoreError } from '../errors.js';
import { ENTRIES, type Manifest, type StoredCounts } from './manifest.js';

/** What goes into a backup, and where that lies. */
export interface BackupParts {
  /** Folder of the embedded database. */
  databaseDir: string;
  /** May be missing: the secrets can come from the environment. */
  secretsFile: string;
}

/** A backup that stands on the disk. */
export interface PackedBackup extends Manifest {
  /** Of the archive. */
  bytes: number;
  hasSecrets: boolean;
}

/** Keeps the database from being written to during `work`, and tells what is stored in it. */
type HoldStill = <T>(work: (counts: StoredCounts) => Promise<T>) => Promise<T>;

/**
 * Writes a backup to `file`, whole or not at all, readable by its owner only. The database is held still while its files
 * are copied; they are compressed afterwards, when the program goes on. Raises `StoreError`.
 */
export async function packBackup(
  file: string,
  parts: BackupParts,
  facts: Pick<Manifest, 'version' | 'takenAt'>,
  holdStill: HoldStill,
): Promise<PackedBackup> {
  const folder = await makeFolder(file);
  try {
    const copied = await holdStill((counts) => copyParts(folder, parts, { format: 1, ...facts, counts }));
    const packed = join(folder, 'packed');
    await pipeline(
      createReadStream(join(folder, 'copied')),
      createGzip({ level: 6 }),
      createWriteStream(packed, { flags: 'wx', mode: 0o600 }),
    );
    await putOnDisk(packed);
    const { size } = await stat(packed);
    await rename(packed, file);
    return { ...copied, bytes: size };
  } catch (error) {
    throw cannotWrite(file, error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Beside the file, so that the finished archive only has to be renamed. `mkdtemp` lets nobody else in. */
async function makeFolder(file: string): Promise<string> {
  try {
    return await mkdtemp(join(dirname(file), `.${basename(file)}.`));
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

async function copyParts(
  folder: string,
  { databaseDir, secretsFile }: BackupParts,
  manifest: Manifest,
): Promise<Omit<PackedBackup, 'bytes'>> {
  await writeFile(join(folder, ENTRIES.manifest), `${JSON.stringify(manifest, null, 2)}\n`);
  const secrets = join(folder, ENTRIES.secrets);
  const hasSecrets = await copyFile(secretsFile, secrets).then(() => true, ignoreMissing);
  // The link is only the name under which the database's folder is in the archive: `follow`.
  await symlink(databaseDir, join(folder, ENTRIES.database));
  const names = [ENTRIES.manifest, ...(hasSecrets ? [ENTRIES.secrets] : []), ENTRIES.database];
  await create({ cwd: folder, file: join(folder, 'copied'), portable: true, follow: true }, names);
  return { ...manifest, hasSecrets };
}

function ignoreMissing(error: NodeJS.ErrnoException): false {
  if (error.code !== 'ENOENT') throw error;
  return false;
}

async function putOnDisk(file: string): Promise<void> {
  const handle = await open(file);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function cannotWrite(file: string, cause: unknown): Error {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === undefined || cause instanceof StoreError) return cause as Error;
  return new StoreError(`backup: ${file} cannot be written (${code})`, {
    code: 'backup',
    retry: 'never',
    cause,
  });
}
