import { copyFile, mkdtemp, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { create, extract } from 'tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../src/store/database.js';
import { openPGlitePool } from '../../src/store/pglite.js';
import { DAY, type Installation, makeInstallation } from './installation.js';
import { openDesk, typeCommand } from './type-command.js';

const clock = { now: () => new Date('2026-08-13T12:00:00Z') };

let installation: Installation;
let archive: string;
beforeAll(async () => {
  installation = await makeInstallation();
  archive = join(installation.configDir, 'paper.tar.gz');
  await live(installation);
}, 180_000);
afterAll(() => installation.close());

/** Reads a day, sends it to a reader, plans it for another, and is backed up while it runs. */
async function live({ variables }: Installation): Promise<void> {
  const desk = await openDesk(variables, clock);
  const type = async (...argv: string[]) => expect(await desk.type(argv)).toMatchObject({ status: 0 });
  try {
    await type('ingest', 'hf-daily', '--date', DAY);
    await type('subscribers', 'add', 'ada@example.org', '--confirmed');
    await type('digest', 'send', '--date', '2026-08-13', '--yes');
    await type('subscribers', 'add', 'grace@example.org', '--confirmed');
    const { store } = desk.app.deps;
    const edition = await store.editionOf('daily', '2026-08-13');
    expect(await store.planLate(edition?.id ?? '', clock.now())).toBe(1);
    await type('backup', archive);
  } finally {
    await desk.close();
  }
}

/** Every row of every table of ours, as text. */
async function readTables(dataDir: string): Promise<Record<string, string[]>> {
  const database = createDatabase(await openPGlitePool({ dataDir: join(dataDir, 'db') }));
  const tables = await database.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'broadsheet' ORDER BY 1`,
  );
  const rows: Record<string, string[]> = {};
  for (const { name } of tables)
    rows[name] = (
      await database.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t ORDER BY 1`)
    ).map(({ row }) => row);
  await database.close();
  return rows;
}

/** A data folder with nothing in it, and the program's variables for it. */
async function emptyFolder(): Promise<{ dataDir: string; variables: NodeJS.ProcessEnv }> {
  const dataDir = await mkdtemp(join(installation.configDir, 'empty-'));
  return { dataDir, variables: { ...installation.variables, DATA_DIR: dataDir } };
}

const modeOf = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);

/** What a restore writes into the database it restores. */
const WRITTEN = ['audit', 'installation', 'deliveries'];

describe('a backup', () => {
  it('is a file that only its owner may read, and is never written over unasked', async () => {
    expect(await modeOf(archive)).toBe('600');
    const refused = await typeCommand(['backup', archive], installation.variables);
    expect(refused).toMatchObject({ status: 2, out: '' });
    expect(refused.err).toContain('is there already; name another, or add --replace');
  });

  it('leaves nothing behind where it cannot be written', async () => {
    const before = await readdir(installation.configDir);
    const nowhere = join(installation.configDir, 'no-folder', 'paper.tar.gz');
    const failed = await typeCommand(['backup', nowhere], installation.variables);
    expect(failed).toMatchObject({ status: 1, out: '' });
    expect(failed.err).toContain(`${nowhere} cannot be written (ENOENT)`);
    expect(await readdir(installation.configDir)).toEqual(before);
  });

  it.each(['backup', 'restore'])('of a server is for its own tools, says %s', async (command) => {
    const variables = {
      ...installation.variables,
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      SECRET_KEY: 'x'.repeat(32),
    };
    const refused = await typeCommand([command, 'file'], variables);
    expect(refused).toMatchObject({ status: 2, out: '' });
    expect(refused.err).toMatch(/pg_(dump|restore) /);
  });
});

describe('a restored database', () => {
  it('is the one that was backed up, row by row, with the same secrets', async () => {
    const { dataDir, variables } = await emptyFolder();
    const restored = await typeCommand(['restore', archive], variables);
    expect(restored).toMatchObject({ status: 0, err: '' });
    expect(restored.out).toMatch(
      /^restored as of 2026-08-13T12:00:00.000Z \(papers: \d+, editions: 1, readers: 2\)$/m,
    );
    const [before, after] = [await readTables(installation.dataDir), await readTables(dataDir)];
    expect(Object.keys(after)).toEqual(Object.keys(before));
    expect(after.papers?.length).toBeGreaterThan(0);
    for (const table of Object.keys(before).filter((name) => !WRITTEN.includes(name)))
      expect(after[table], table).toEqual(before[table]);
    const secrets = join(dataDir, 'secrets.json');
    expect(await readFile(secrets, 'utf8')).toBe(
      await readFile(join(installation.dataDir, 'secrets.json'), 'utf8'),
    );
    expect(await modeOf(secrets)).toBe('600');
    expect((await readdir(dataDir)).sort()).toEqual(['db', 'run', 'secrets.json']);
  });

  it('sends nothing that may have gone out since, before an operator says so', async () => {
    const { variables } = await emptyFolder();
    const { out } = await typeCommand(['restore', archive], variables);
    expect(out).toContain('Mails that were due and may have gone out since: 1.');
    const desk = await openDesk(variables);
    try {
      const { store } = desk.app.deps;
      const [edition] = await store.latestEditions(1);
      expect(edition?.deliveries).toMatchObject({ sent: 1, unknown: 1, planned: 0 });
      // A day whose edition the backup does not hold: it may have been sent after the backup was taken.
      await desk.type(['digest', 'send', '--date', '2026-08-14', '--yes']);
      const frozen = await store.editionOf('daily', '2026-08-14');
      const summary = (await store.latestEditions(2)).find(({ id }) => id === frozen?.id);
      expect(summary).toMatchObject({ halt: 'paused', deliveries: { planned: 2, sent: 0 } });
    } finally {
      await desk.close();
    }
  });

  it('takes the place of another only when asked to, and that one is put aside', async () => {
    const { dataDir, variables } = await emptyFolder();
    await typeCommand(['restore', archive], variables);
    const refused = await typeCommand(['restore', archive], variables);
    expect(refused).toMatchObject({ status: 2, out: '' });
    expect(refused.err).toContain(`${dataDir} holds a database already; add --replace`);
    const replaced = await typeCommand(['restore', archive, '--replace'], variables);
    expect(replaced.status).toBe(0);
    const aside = /what was there before: (.*)$/m.exec(replaced.out)?.[1] ?? '';
    expect((await readdir(aside)).sort()).toEqual(['db', 'secrets.json']);
  });

  it('has to wait until the program that runs is stopped', async () => {
    const desk = await openDesk(installation.variables, clock);
    try {
      const refused = await typeCommand(['restore', archive, '--replace'], installation.variables);
      expect(refused).toMatchObject({ status: 2, out: '' });
    } finally {
      await desk.close();
    }
  });
});

describe('what is no backup', () => {
  const cases: [what: string, make: (file: string) => Promise<unknown>, words: string][] = [
    ['a file that is not there', async () => undefined, 'there is no file'],
    [
      'an archive cut short',
      async (file) => {
        await copyFile(archive, file);
        await truncate(file, (await stat(file)).size - 5_000);
      },
      'cut short, damaged',
    ],
    ['another file', (file) => writeFile(file, 'once upon a time'), 'cut short, damaged'],
    [
      'an archive of something else',
      (file) => remake(file, async (folder) => writeFile(join(folder, 'passwd'), 'x')),
      'it holds "passwd"',
    ],
    ['a backup whose database lost rows', (file) => remake(file, addPaper), 'nothing was replaced'],
    ['a backup of a later format', (file) => remake(file, raiseFormat), 'of a newer version'],
  ];

  it.each(cases)('%s is refused, and the folder stays as it is', async (_what, make, words) => {
    const { dataDir, variables } = await emptyFolder();
    const file = join(installation.configDir, `odd-${words.replace(/\W/g, '')}.tar.gz`);
    await make(file);
    const refused = await typeCommand(['restore', file], variables);
    expect(refused.status).not.toBe(0);
    expect(refused.err).toContain(words);
    expect(await readdir(dataDir)).toEqual(['run']);
  });
});

/** The backup once more, changed. */
async function remake(file: string, change: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(installation.configDir, 'remade-'));
  await extract({ file: archive, cwd: folder });
  await change(folder);
  await create({ file, cwd: folder, gzip: true }, await readdir(folder));
}

async function addPaper(folder: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  manifest.counts.papers += 1;
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
}

async function raiseFormat(folder: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, format: 2 }));
}
