import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createDatabase } from '../../src/store/database.js';
import { openPGlitePool } from '../../src/store/pglite.js';
import { openMisbehavingSite } from '../support/misbehaving-site.js';
import { runProgram } from '../support/run-program.js';
import { DAY, type Installation, makeInstallation } from './installation.js';
import { type Desk, openDesk, typeCommand } from './type-command.js';

// Each process loads the whole program, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const PAPER_TABLES = ['papers', 'paper_ids', 'sightings', 'authors', 'authorships', 'matches', 'changes'];

/** Which transaction wrote each row, by table. The program must not be running. */
async function readRowVersions(dataDir: string): Promise<Record<string, string[]>> {
  const database = createDatabase(await openPGlitePool({ dataDir: join(dataDir, 'db') }));
  const versions: Record<string, string[]> = {};
  for (const table of PAPER_TABLES) {
    const rows = await database.query<{ row: string }>(
      `SELECT concat(ctid, ' ', xmin) AS row FROM ${table} ORDER BY 1`,
    );
    versions[table] = rows.map(({ row }) => row);
  }
  await database.close();
  return versions;
}

describe('ingest, against a local site', () => {
  it('reads a day, and nothing more of it the second time: no row of a paper is written', async () => {
    const installation = await makeInstallation();
    onTestFinished(() => installation.close());
    const { site, dataDir, variables } = installation;
    const papers = site.papersOn(DAY);
    const argv = ['ingest', 'hf-daily', '--date', DAY];
    const first = await runProgram([...argv, '--json'], variables);
    expect(first).toMatchObject({ status: 0, err: `reading: 1 of 1 (hf-daily ${DAY})\n` });
    expect(JSON.parse(first.out)).toMatchObject({ outcome: 'ok', papers, fresh: papers, revised: 0 });
    const written = await readRowVersions(dataDir);
    expect(written).toMatchObject({ papers: { length: papers }, changes: { length: papers } });
    expect(written.matches?.length).toBeGreaterThan(0);

    const second = await runProgram([...argv, '--json'], variables);
    expect(second.status).toBe(0);
    expect(JSON.parse(second.out)).toMatchObject({ outcome: 'unchanged', fresh: 0, revised: 0 });
    expect(await readRowVersions(dataDir)).toEqual(written);

    const forced = await typeCommand([...argv, '--force'], variables);
    expect(forced.status).toBe(0);
    expect(forced.out).toMatch(new RegExp(`^hf-daily +${DAY} +ok +${papers} +0 +0 +0$`, 'm'));
    expect(await readRowVersions(dataDir)).toEqual(written);
  });
});

describe('ingest, in the running program', () => {
  let installation: Installation;
  let desk: Desk;
  beforeAll(async () => {
    installation = await makeInstallation();
    desk = await openDesk(installation.variables);
  });
  afterAll(async () => {
    await desk.close();
    await installation.close();
  });

  const ingest = (...argv: string[]) => desk.type(['ingest', ...argv]);

  it('reads every day of a range', async () => {
    const { status, out, err } = await ingest('--since', '2026-08-10', '--until', '2026-08-11', '--json');
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ scope }) => scope.day)).toEqual(['2026-08-10', '2026-08-11']);
    expect({ status, err }).toEqual({
      status: 0,
      err: 'reading: 1 of 2 (hf-daily 2026-08-10)\nreading: 2 of 2 (hf-daily 2026-08-11)\n',
    });
  });

  it('reads the one scope that is asked for', async () => {
    const { status, out } = await ingest('hf-daily', '--scope', 'week=2026-W33', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ source: 'hf-daily', scope: { week: '2026-W33' } });
  });

  it('skips a day that is yet to come, and says so', async () => {
    const { status, out } = await ingest('hf-daily', '--date', '2999-01-01');
    expect(status).toBe(0);
    expect(out).toMatch(/^hf-daily +2999-01-01 +skipped .*2999-01-01 is yet to come$/m);
  });

  it.each([
    [['hf-weekly'], 'there is no source "hf-weekly" in sources.yaml; configured are: hf-daily'],
    [['hf-daily', '--date', '2026-02-30'], '--date: expected a day such as 2026-08-21, found "2026-02-30"'],
    [['hf-daily', '--since', '2026-08-12', '--until', '2026-08-11'], '--until: 2026-08-11 lies before'],
    [['hf-daily', '--date', DAY, '--since', DAY], '--date: give one day, or a range'],
    [['hf-daily', '--until', DAY], '--until: needs --since'],
    [
      ['hf-daily', '--scope', 'moon=full'],
      'hf-daily: expected one of: day, week, month; found moon = "full"',
    ],
    [['hf-daily', '--scope', 'day'], '--scope: expected name=value'],
    [['--scope', `day=${DAY}`], '--scope: name the source'],
    [['hf-daily', '--scope', `day=${DAY}`, '--date', DAY], '--scope: give a scope or days, not both'],
  ])('refuses %j with status 2', async (argv, words) => {
    const refused = await ingest(...argv);
    expect(refused).toMatchObject({ status: 2, out: '' });
    expect(refused.err).toContain(words);
  });
});

describe('ingest of a page that cannot be read', () => {
  it('fails, and the table says why', async () => {
    const site = await openMisbehavingSite();
    onTestFinished(() => site.close());
    for (const path of ['/api/daily_papers', `/papers/date/${DAY}`]) {
      site.on(path, (_request, response) => void response.end('<html><h1>Just a moment</h1></html>'));
    }
    const installation = await makeInstallation({}, site.url);
    onTestFinished(() => installation.close());

    const { status, out, err } = await typeCommand(
      ['ingest', 'hf-daily', '--date', DAY],
      installation.variables,
    );
    expect(status).toBe(1);
    expect(out).toMatch(new RegExp(`^hf-daily +${DAY} +failed +0 +0 +0 +0 +.*DailyPapers`, 'm'));
    expect(err).toContain('broadsheet: 1 of 1 readings failed\n');
    const health = await typeCommand(['sources', 'list'], installation.variables);
    expect(health.out).toMatch(/hf-daily +quarantined +never/);
  });
});
