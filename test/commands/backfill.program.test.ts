import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createContext } from '../../src/commands/context.js';
import { runCommand } from '../../src/commands/run-command.js';
import { createDatabase } from '../../src/store/database.js';
import { openPGlitePool } from '../../src/store/pglite.js';
import { asJson, dailyPaper, showDay } from '../support/daily-papers.js';
import { type MisbehavingSite, openMisbehavingSite } from '../support/misbehaving-site.js';
import { type Installation, makeInstallation } from './installation.js';
import { type Desk, openDesk, openTerminal } from './type-command.js';

const NOW = new Date('2026-09-01T12:00:00Z');
const [FRIDAY, SATURDAY, SUNDAY, MONDAY] = ['2026-08-14', '2026-08-15', '2026-08-16', '2026-08-17'] as const;
const RANGE = ['ingest', 'hf-daily', '--since', FRIDAY, '--until', MONDAY];

let site: MisbehavingSite;
let installation: Installation;
let desk: Desk;
beforeEach(async () => {
  site = await openMisbehavingSite();
  showDay(
    site,
    FRIDAY,
    [1, 2, 3, 4, 5, 6].map((number) => dailyPaper(number, FRIDAY)),
  );
  for (const day of [SATURDAY, SUNDAY]) site.on(apiPath(day), asJson([]));
  showDay(
    site,
    MONDAY,
    [11, 12].map((number) => dailyPaper(number, MONDAY)),
  );
  installation = await makeInstallation({ editions: { lookback: 4 } }, site.url);
  desk = await openDesk(installation.variables, { now: () => NOW });
});
afterEach(async () => {
  await desk.close();
  await installation.close();
  await site.close();
});

const apiPath = (day: string) => `/api/daily_papers?date=${day}&limit=100`;
const asked = () => site.seen.map(({ path }) => path).filter((path) => path !== '/robots.txt');

/** Only one program at a time holds the folder: the desk is closed to look into its database, and opened again. */
async function readAudit(): Promise<unknown[]> {
  await desk.close();
  const database = createDatabase(await openPGlitePool({ dataDir: join(installation.dataDir, 'db') }));
  const rows = await database.query("SELECT who, detail FROM audit WHERE action = 'ingest'");
  await database.close();
  desk = await openDesk(installation.variables, { now: () => NOW });
  return rows;
}

/** Types a command line and presses Ctrl-C when the terminal shows the words. */
async function stopAt(words: string, argv: string[]) {
  const stop = new AbortController();
  const { io, ending } = openTerminal();
  const err = (text: string) => {
    io.err(text);
    if (text.includes(words)) stop.abort(new Error('stopped by SIGINT'));
  };
  const context = createContext({ ...io, err, signal: stop.signal }, installation.variables, runCommand);
  return ending(await runCommand(argv, { ...context, withApp: (_run, use) => use(desk.app) }));
}

describe('a backfill', () => {
  it('knows the papers of old days afterwards, and tells nobody of them', async () => {
    const { status, out } = await desk.type(RANGE);
    expect(status).toBe(0);
    expect(out).toContain(
      '2 days read, 2 without a list, 0 failed, 0 skipped as read before; 8 papers, 8 of them new.',
    );
    const { store } = desk.app.deps;
    expect(await store.papersOfDay(FRIDAY, NOW)).toHaveLength(6);
    for (const cadence of ['daily', 'weekly'] as const) expect(await store.newsFor(cadence, NOW)).toEqual([]);
  });

  it('asks for each day once, an empty one too, and skips all of them the second time', async () => {
    await desk.type(RANGE);
    const all = [FRIDAY, SATURDAY, SUNDAY, MONDAY].map(apiPath);
    expect(asked()).toEqual(all);
    const again = await desk.type(RANGE);
    expect(again.err).toContain('4 days skipped: read well before (--force reads again)\n');
    expect(asked()).toEqual(all);
    expect((await desk.type([...RANGE, '--force', '--json'])).out.trim().split('\n')).toHaveLength(4);
  });

  it('reads a day again that failed, or whose list could still grow when it was read', async () => {
    site.on(apiPath(SATURDAY), (_request, response) => void response.end('<title>Oops</title>'));
    expect(await desk.type(RANGE)).toMatchObject({ status: 1 });
    const today = NOW.toISOString().slice(0, 10);
    showDay(site, today, [dailyPaper(20, today)]);
    await desk.type(['ingest', '--date', today]);
    expect(await desk.app.deps.store.daysRead('hf-daily', FRIDAY, today)).toEqual([FRIDAY, SUNDAY, MONDAY]);
  });

  it('stops when it is told to, sums up, and says how to go on', async () => {
    const stopped = await stopAt('2 of 4', RANGE);
    expect(stopped.status).toBe(1);
    expect(stopped.out).toContain('1 days read, 1 without a list');
    expect(stopped.err).toContain(
      `stopped with 2 of 4 readings left; go on with: broadsheet ingest hf-daily --since ${SUNDAY} --until ${MONDAY}\n`,
    );
    const { status, err } = await desk.type(RANGE);
    expect(status).toBe(0);
    expect(err).toContain('2 days skipped');
  });

  it('waits for a site that asks for fewer requests, and then goes on', async () => {
    const good = site.seen.length;
    site.on(apiPath(MONDAY), (_request, response) => {
      showDay(site, MONDAY, [dailyPaper(11, MONDAY)]);
      response.writeHead(429, { 'retry-after': '1' }).end();
    });
    const { status, out } = await desk.type(RANGE);
    expect(status).toBe(0);
    expect(out).toContain('2 days read, 2 without a list, 0 failed');
    expect(
      asked()
        .slice(good)
        .filter((path) => path === apiPath(MONDAY)).length,
    ).toBe(2);
  });

  it('is one entry in the audit', async () => {
    await desk.type(RANGE);
    expect(await readAudit()).toEqual([
      { who: 'command', detail: { sourceId: 'hf-daily', since: FRIDAY, until: MONDAY, force: false } },
    ]);
  });
});

describe('ingest --trust', () => {
  it('believes a list that was quarantined, and notes who said so', async () => {
    await desk.type(['ingest', '--date', FRIDAY]);
    showDay(site, FRIDAY, [dailyPaper(1, FRIDAY)]);
    const doubted = await desk.type(['ingest', '--date', FRIDAY]);
    expect(doubted.out).toContain('1 of the 6 papers');
    expect(await desk.app.deps.store.doubtedScans(5)).toMatchObject([{ scope: { day: FRIDAY } }]);
    const trusted = await desk.type(['ingest', '--date', FRIDAY, '--trust', '--json']);
    expect(JSON.parse(trusted.out)).toMatchObject({ outcome: 'ok', papers: 1, gone: 5 });
    expect(await desk.app.deps.store.doubtedScans(5)).toEqual([]);
    expect((await desk.type(['sources', 'list'])).out).toMatch(/^hf-daily +ok /m);
    const detail = { sourceId: 'hf-daily', scope: { day: FRIDAY }, force: false, trust: true };
    expect(await readAudit()).toContainEqual({ who: 'command', detail });
  });
});
