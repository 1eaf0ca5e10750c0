import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { runProgram } from '../support/run-program.js';
import { readMails } from './read-mails.js';

/** Papers in each recorded answer of the API, by day, counted without our code. */
async function countRecorded(dir: string): Promise<Map<string, number>> {
  const folder = join(dir, 'huggingface', 'api');
  const counts = new Map<string, number>();
  for (const name of await readdir(folder)) {
    const day = /^daily_papers-date-(\d{4}-\d\d-\d\d)\.json$/.exec(name)?.[1];
    if (day) counts.set(day, JSON.parse(await readFile(join(folder, name), 'utf8')).length);
  }
  return counts;
}

it('demo --recorded finds on each day the papers of its file', async () => {
  const recorded = process.env.RECORDED_DIR;
  if (!recorded) throw new Error('RECORDED_DIR is not set: give the folder of recorded answers');
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const told = await runProgram(['demo', '--once', '--recorded', recorded], { DATA_DIR: folder });
  expect(told).toMatchObject({ status: 0 });
  const counts = await countRecorded(recorded);
  const days = [...told.out.matchAll(/^\w{3} (\d{4}-\d\d-\d\d) +(\d+) /gm)];
  const read = new Map(days.map(([, day = '', papers]) => [day, Number(papers)]));
  for (const [day, papers] of counts) expect([day, read.get(day)]).toEqual([day, papers]);
  const mails = await readMails(join(folder, 'outbox'));
  expect(mails.length).toBeGreaterThanOrEqual(4);
  for (const { htmlIds, textIds } of mails) expect(textIds).toEqual(htmlIds);
}, 180_000);
