import { randomBytes, randomInt } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Environment } from '../environment.js';
import { ConfigError } from '../errors.js';

export { fingerprint } from './keys.js';

const Kept = z.object({
  secretKey: z.string().min(16).exactOptional(),
  adminPassword: z.string().min(8).exactOptional(),
});
type Kept = z.infer<typeof Kept>;

export interface Secrets {
  secretKey: string;
  /** The first operator's password. Absent only with `DATABASE_URL` set and `ADMIN_PASSWORD` unset. */
  adminPassword?: string;
  /** What was made just now: to be shown once, on the terminal, never in a log. */
  fresh: { adminPassword?: string };
  /** Sentences the operator should read, such as file modes that were mended. */
  notices: string[];
}

/**
 * The secrets of this installation: from the environment; in the laptop size (no `DATABASE_URL`) what is unset is made at
 * first start and kept in `secrets.json` (0600) in the data folder. Raises `ConfigError` when `SECRET_KEY` is missing
 * though `DATABASE_URL` is set, or when the file cannot be read.
 */
export async function openSecrets(environment: Environment, dataDir: string): Promise<Secrets> {
  const { SECRET_KEY, ADMIN_PASSWORD, DATABASE_URL } = environment;
  const given: Kept = {
    ...(SECRET_KEY === undefined ? {} : { secretKey: SECRET_KEY }),
    ...(ADMIN_PASSWORD === undefined ? {} : { adminPassword: ADMIN_PASSWORD }),
  };
  if (given.secretKey && (DATABASE_URL || given.adminPassword))
    return { ...given, secretKey: given.secretKey, fresh: {}, notices: [] };
  if (DATABASE_URL) throw new ConfigError(missingKey);
  return keptSecrets(given, dataDir);
}

/** The secret key as it is, for whoever only looks: nothing is made, and no mode mended. Absent when there is none yet. */
export async function findSecretKey(environment: Environment, dataDir: string): Promise<string | undefined> {
  const { SECRET_KEY, DATABASE_URL } = environment;
  if (SECRET_KEY !== undefined || DATABASE_URL) return SECRET_KEY;
  return (await readKept(secretsFile(dataDir)))?.secretKey;
}

/** Where secrets that were made are kept. */
export const secretsFile = (dataDir: string): string => join(dataDir, 'secrets.json');

const missingKey =
  'environment: SECRET_KEY: expected, because DATABASE_URL is set; make one with `openssl rand -base64 32` ' +
  'and give the same to every process';

async function keptSecrets(given: Kept, dataDir: string): Promise<Secrets> {
  const file = secretsFile(dataDir);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const notices = await mendMode(file);
  const before = await readKept(file);
  const made: Kept = { ...makeMissing({ ...before, ...given }), ...before };
  if (Object.keys(made).length > Object.keys(before ?? {}).length)
    await keep(file, made, before !== undefined);
  // Read back: of two first starts at the same time one wrote the file, and both must go by it.
  const kept = { ...(await readKept(file)), ...given };
  const { secretKey, adminPassword } = kept;
  if (!secretKey || !adminPassword) throw unreadable(file);
  const isFresh = !given.adminPassword && !before?.adminPassword && adminPassword === made.adminPassword;
  return { secretKey, adminPassword, fresh: isFresh ? { adminPassword } : {}, notices };
}

function makeMissing(present: Kept): Kept {
  return {
    ...(present.secretKey ? {} : { secretKey: randomBytes(32).toString('base64') }),
    ...(present.adminPassword ? {} : { adminPassword: makePassword() }),
  };
}

/** Twenty characters out of 32 (100 bits), none of which reads like another: it will be copied by hand. */
function makePassword(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  const group = () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}

async function readKept(file: string): Promise<Kept | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new ConfigError(`${file}: cannot be read (${error.code})`, { cause: error });
  });
  if (text === undefined) return undefined;
  try {
    return Kept.parse(JSON.parse(text));
  } catch {
    // The cause would quote the file.
    throw unreadable(file);
  }
}

function unreadable(file: string): ConfigError {
  return new ConfigError(
    `${file}: expected a JSON object with secretKey and adminPassword; restore it, or remove it to have new secrets ` +
      'made (links in mails sent so far then stop working, and so does a database made with the old key)',
  );
}

/** Writes the file whole or not at all. A first file is linked into place, which leaves one that came first alone. */
async function keep(file: string, secrets: Kept, replace: boolean): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(secrets, null, 2)}\n`);
    await handle.sync();
    await (replace ? rename(draft, file) : link(draft, file).catch(ignoreExisting));
  } finally {
    await handle.close();
    await rm(draft, { force: true });
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

async function mendMode(file: string): Promise<string[]> {
  const found = await stat(file).catch(() => undefined);
  if (!found || (found.mode & 0o077) === 0) return [];
  await chmod(file, 0o600);
  return [`${file} could be read by others; it is 0600 now. Whoever could read it may know its secrets.`];
}
