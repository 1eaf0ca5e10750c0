import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createContext } from '../../src/commands/context.js';
import { runCommand } from '../../src/commands/run-command.js';
import { openServerDatabase } from '../support/databases.js';
import { type Installation, makeInstallation } from './installation.js';
import { type Desk, openDesk, openTerminal } from './type-command.js';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const ROWS = 50_000;
/** One row of a hundred is bad, each in one of these ways. */
const BAD = [
  'a b@example.org,7,,',
  'a@example.org,24,,',
  'a@example.org,7,cooking,',
  '"a"b@example.org,7,,',
  'a@b.org',
];

let database: Awaited<ReturnType<typeof openServerDatabase>>;
let installation: Installation;
let desk: Desk;
beforeAll(async () => {
  [database, installation] = await Promise.all([openServerDatabase(10), makeInstallation()]);
  const SECRET_KEY = randomBytes(24).toString('hex');
  desk = await openDesk({ ...installation.variables, DATABASE_URL: database.url, SECRET_KEY });
});
afterAll(async () => {
  await desk.close();
  await Promise.all([installation.close(), database.close()]);
});

const rowOf = (number: number) =>
  number % 100 === 50
    ? `${BAD[Math.floor(number / 100) % BAD.length]}\n`
    : `Reader${number}@Example.org,${number % 24},"robotics, nlp-llm",Graph Nets\n`;

it('takes fifty thousand rows with one bad in a hundred, never holding more than a few chunks of them', async () => {
  let handedOut = 0;
  async function* list() {
    yield Buffer.from('email,hour,topics,keywords\n');
    for (; handedOut < ROWS; handedOut += 50)
      yield Buffer.from(Array.from({ length: 50 }, (_, at) => rowOf(handedOut + at)).join(''));
  }
  const ahead: number[] = [];
  let stored = 0;
  const { store } = desk.app.deps;
  const add = store.importSubscribers;
  vi.spyOn(store, 'importSubscribers').mockImplementation(async (rows) => {
    ahead.push(handedOut - stored);
    stored = handedOut;
    return add(rows);
  });
  const { io, ending } = openTerminal();
  const context = createContext({ ...io, input: list }, {}, runCommand);
  const argv = ['subscribers', 'import', '-', '--confirmed'];
  const status = await runCommand(argv, { ...context, withApp: (_run, use) => use(desk.app) });
  const told = ending(status);

  const bad = ROWS / 100;
  expect(told.status).toBe(1);
  expect(told.out).toBe(`${ROWS - bad} added, 0 known already, 0 suppressed, 0 left, ${bad} bad\n`);
  const lines = told.err.split('\n').filter((line) => line.startsWith('row '));
  expect(lines.map((line) => Number(/^row (\d+): /.exec(line)?.[1]))).toEqual(
    Array.from({ length: bad }, (_, at) => at * 100 + 52),
  );
  expect(Math.max(...ahead)).toBeLessThanOrEqual(1100);
  const [row] = await database.query(
    `SELECT count(*)::int AS count, count(DISTINCT email)::int AS emails, count(confirmed_at)::int AS confirmed,
       bool_and(topics = '{robotics,nlp-llm}' AND keywords = '{Graph Nets}' AND email = lower(email)) AS right FROM subscribers`,
  );
  const all = ROWS - bad;
  expect(row).toEqual({ count: all, emails: all, confirmed: all, right: true });
});
