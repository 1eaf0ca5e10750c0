import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { findSecretKey, fingerprint, secretsFile } from '../../access/secrets.js';
import { type Environment, VARIABLES } from '../../environment.js';
import type { Patient } from './patient.js';
import { fail, gather, ok, type Verdict, warn } from './verdict.js';

/** Whether other users of this machine can read what they must not. */
export async function checkFileModes({ environment, config, variables }: Patient): Promise<Verdict> {
  if (!environment) return warn('not looked at', 'correct the environment first');
  const { DATA_DIR } = environment;
  const verdicts = await Promise.all([
    judgeFile(secretsFile(DATA_DIR), (file, mode) =>
      (mode & 0o077) === 0
        ? ok(`${file} is ${octal(mode)}`)
        : fail(`${file} is ${octal(mode)}, so that others can read it`, `run \`chmod 600 ${file}\``),
    ),
    judgeFile(DATA_DIR, (file, mode) =>
      (mode & 0o077) === 0
        ? ok(`${file} is ${octal(mode)}`)
        : warn(`${file} is ${octal(mode)}, open to others`, `run \`chmod 700 ${file}\``),
    ),
    ...secretFiles(variables, config?.mail.dkim.keyFile ?? '').map((file) => judgeFile(file, judgeSecret)),
  ]);
  const found = verdicts.flatMap((verdict) => verdict ?? []);
  return found.length > 0 ? gather(found) : ok(`nothing is kept yet in ${DATA_DIR}`);
}

type Judge = (file: string, mode: number) => Verdict;

/** What is not there cannot be read by anybody; whether it should be there is for others to say. */
async function judgeFile(file: string, judge: Judge): Promise<Verdict | undefined> {
  const found = await stat(file).catch(() => undefined);
  return found && judge(file, found.mode & 0o777);
}

const judgeSecret: Judge = (file, mode) =>
  (mode & 0o004) === 0
    ? ok(`${file} is ${octal(mode)}`)
    : warn(
        `${file} is ${octal(mode)}, so that every user of this machine can read it`,
        `run \`chmod o-rwx ${file}\``,
      );

/** Containers are given their secrets here, readable to all; there is nobody else in a container. */
const OF_CONTAINERS = '/run/secrets/';

function secretFiles(variables: NodeJS.ProcessEnv, keyFile: string): string[] {
  const named = VARIABLES.flatMap((name) => variables[`${name}_FILE`] || []);
  const files = [...named, ...(keyFile === '' ? [] : [keyFile])].map((file) => resolve(file));
  return [...new Set(files)].filter((file) => !file.startsWith(OF_CONTAINERS));
}

const octal = (mode: number) => mode.toString(8).padStart(4, '0');

/** Whether the database was made with this key: with another, links in mails that were sent would break. */
export async function checkSecretKey({ environment, records }: Patient): Promise<Verdict> {
  if (!environment) return warn('not looked at', 'correct the environment first');
  const key = await findSecretKey(environment, environment.DATA_DIR);
  const store = await records.open().catch(() => undefined);
  const expected = await store?.examine().then(
    ({ keyFingerprint }) => keyFingerprint,
    () => undefined,
  );
  if (key === undefined) return judgeMissing(environment, expected);
  if (expected === undefined) return ok('there is one; no database has been made with it yet');
  if (expected === fingerprint(key)) return ok('it is the one that the database was made with');
  return fail(
    'the database was made with another one, and the program refuses to start',
    environment.DATABASE_URL || environment.SECRET_KEY
      ? 'give the old SECRET_KEY'
      : `put the old ${secretsFile(environment.DATA_DIR)} back`,
  );
}

function judgeMissing({ DATABASE_URL, DATA_DIR }: Environment, expected: string | undefined): Verdict {
  if (DATABASE_URL)
    return fail(
      'there is none',
      'set SECRET_KEY, made by `openssl rand -base64 32`, the same for every process',
    );
  if (expected === undefined) return ok('there is none yet; the first start makes one');
  return fail(
    `${secretsFile(DATA_DIR)} is not there, and the database was made with the key in it`,
    'put it back from a backup',
  );
}
