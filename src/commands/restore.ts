import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { databaseDir } from '../app.js';
import { ENTRIES, type Manifest } from '../backup/manifest.js';
import { unpackBackup } from '../backup/unpack-backup.js';
import type { Config } from '../config.js';
import { BroadsheetError, UsageError } from '../errors.js';
import { holdFolder } from '../holder/hold-folder.js';
import type { CommandContext } from './context.js';
import { refuseServer } from './refuse-server.js';

interface Options {
  replace?: boolean;
}

/** What was found in a backup once its database was opened. */
interface Restored {
  manifest: Manifest;
  /** Deliveries that were due: nobody knows whether they went out since. */
  unknown: number;
  /** Where the database that was there before lies now. */
  aside?: string;
}

/** Puts a backup in place of the embedded database; the program must not be running. */
export function addRestore(program: Command, context: CommandContext): void {
  program
    .command('restore')
    .description(
      'Put a backup in the place of the embedded database; stop the program first. With DATABASE_URL: pg_restore does that.',
    )
    .argument('<file>', 'an archive that `broadsheet backup` wrote')
    .option('--replace', 'replace the database that is there; it is put aside, not deleted')
    .action(async (file: string, options: Options) => {
      const config = await context.config();
      refuseServer(config, 'restore', 'pg_restore --clean --if-exists --dbname="$DATABASE_URL" FILE');
      const restored = await holdAndRestore(config, resolve(context.io.cwd, file), options);
      tellRestored(restored, context);
    });
}

async function holdAndRestore(config: Config, file: string, options: Options): Promise<Restored> {
  const { DATA_DIR } = config.environment;
  await mkdir(DATA_DIR, { recursive: true, mode: 0o700 });
  const held = await holdFolder(DATA_DIR, async (_argv, io) => {
    io.err('a backup is being restored; try again when that is done\n');
    return 1;
  });
  try {
    return await restore(config, file, options);
  } finally {
    await held.close();
  }
}

/** Unpacks and opens the backup beside the database first: what is in place stays there until the new one has been seen to work. */
async function restore(config: Config, file: string, { replace }: Options): Promise<Restored> {
  const { DATA_DIR } = config.environment;
  const isThere = await exists(databaseDir(config));
  if (isThere && replace !== true)
    throw new UsageError(
      `restore: ${DATA_DIR} holds a database already; add --replace to put it aside, or set DATA_DIR to another folder`,
    );
  const staging = await mkdtemp(join(DATA_DIR, '.restore-'));
  try {
    const manifest = await unpackBackup(file, staging);
    const unknown = await settle(config, staging, manifest);
    const aside = isThere ? await putAside(DATA_DIR) : undefined;
    await moveIn(staging, DATA_DIR);
    return { manifest, unknown, ...(aside !== undefined && { aside }) };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Opens the database as it was unpacked, with the secrets that will be used, brings it up to date and settles its mails. */
async function settle(config: Config, staging: string, { counts }: Manifest): Promise<number> {
  const { createApp } = await import('../app.js');
  const { createLogger } = await import('../logger.js');
  const app = await createApp(
    { ...config, environment: { ...config.environment, DATA_DIR: staging } },
    { logger: createLogger({ level: 'error', pretty: false }) },
  );
  try {
    const found = await app.deps.store.countStored();
    if (JSON.stringify(found) !== JSON.stringify(counts)) throw damaged(counts, found);
    const unknown = await app.deps.store.settleRestored(app.deps.clock.now());
    await app.deps.store.recordAudit({ who: 'command', action: 'restore', detail: { ...found, unknown } });
    return unknown;
  } finally {
    await app.close();
  }
}

function damaged(expected: object, found: object): BroadsheetError {
  return new BroadsheetError(
    `restore: the backup says it holds ${JSON.stringify(expected)}, its database holds ${JSON.stringify(found)}; nothing was replaced`,
    { code: 'backup', retry: 'never' },
  );
}

/** What was there is kept: whoever restored the wrong file can go back. */
async function putAside(dataDir: string): Promise<string> {
  const aside = await mkdtemp(join(dataDir, 'replaced-'));
  for (const name of [ENTRIES.database, ENTRIES.secrets])
    if (await exists(join(dataDir, name))) await rename(join(dataDir, name), join(aside, name));
  return aside;
}

async function moveIn(staging: string, dataDir: string): Promise<void> {
  // Secrets first: a database with secrets of another one would refuse to start.
  for (const name of [ENTRIES.secrets, ENTRIES.database])
    if (await exists(join(staging, name))) await rename(join(staging, name), join(dataDir, name));
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

function tellRestored({ manifest, unknown, aside }: Restored, { io }: CommandContext): void {
  const { takenAt, counts } = manifest;
  io.out(
    `restored as of ${takenAt} (papers: ${counts.papers}, editions: ${counts.editions}, readers: ${counts.subscribers})\n`,
  );
  if (aside !== undefined) io.out(`what was there before: ${aside}\n`);
  io.out(
    `What happened since then is not in it. Readers who left since are readers again: let them leave once more before you start.
Editions whose hour has come are frozen paused, because they may have been sent: see /admin, or "broadsheet digest resume".
`,
  );
  if (unknown > 0)
    io.out(
      `Mails that were due and may have gone out since: ${unknown}. They are listed as unknown and not sent again by themselves.\n`,
    );
}
