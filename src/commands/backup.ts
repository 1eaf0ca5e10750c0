import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { type App, databaseDir } from '../app.js';
import { ENTRIES } from '../backup/manifest.js';
import { type PackedBackup, packBackup } from '../backup/pack-backup.js';
import { UsageError } from '../errors.js';
import { readVersion } from '../version.js';
import type { CommandContext } from './context.js';
import { refuseServer } from './refuse-server.js';

interface Options {
  replace?: boolean;
  json?: boolean;
}

/** Writes everything the laptop size remembers into one file, while the program runs. */
export function addBackup(program: Command, context: CommandContext): void {
  program
    .command('backup')
    .description(
      'Write the embedded database and its secrets into one file, while the program runs. With DATABASE_URL: pg_dump does that.',
    )
    .argument('<file>', 'the archive, such as broadsheet-2026-08-21.tar.gz; only its owner may read it')
    .option('--replace', 'replace the file if there is one')
    .option('--json', 'print one JSON object')
    .action(async (file: string, options: Options) => {
      refuseServer(await context.config(), 'backup', 'pg_dump --format=custom --file=FILE "$DATABASE_URL"');
      const target = resolve(context.io.cwd, file);
      if (options.replace !== true) await refuseExisting(target);
      await context.withApp([], async (app) =>
        tellBackup(await takeBackup(app, target), target, options, context),
      );
    });
}

async function refuseExisting(file: string): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw new UsageError(`backup: ${file} is there already; name another, or add --replace`);
}

async function takeBackup({ config, deps, holdStill }: App, file: string): Promise<PackedBackup> {
  if (!holdStill) throw new Error('a backup was asked for without an embedded database');
  const backup = await packBackup(
    file,
    { databaseDir: databaseDir(config), secretsFile: join(config.environment.DATA_DIR, ENTRIES.secrets) },
    { version: readVersion(), takenAt: deps.clock.now().toISOString() },
    holdStill,
  );
  await deps.store.recordAudit({ who: 'command', action: 'backup', detail: { bytes: backup.bytes } });
  return backup;
}

function tellBackup(backup: PackedBackup, file: string, { json }: Options, { io }: CommandContext): void {
  const { counts, bytes, hasSecrets } = backup;
  if (json) {
    io.out(`${JSON.stringify({ file, ...backup })}\n`);
    return;
  }
  const size = `${(bytes / 1_048_576).toFixed(1)} MB`;
  const held = Object.entries(counts).map(([what, count]) => `${what}: ${count}`);
  io.out(`${file}: ${size} (${held.join(', ')})\n`);
  io.out(
    hasSecrets
      ? 'It holds the secrets too: whoever can read it can sign in and read every address.\n'
      : 'SECRET_KEY is not in it, as it comes from the environment: keep it, nothing can be restored without it.\n',
  );
}
