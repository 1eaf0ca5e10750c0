import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { freezeEdition } from '../../src/jobs/freeze-edition.js';
import { runJob } from '../jobs/stage.js';
import { type Installation, makeInstallation } from './installation.js';
import { type Desk, openDesk } from './type-command.js';

// Each process loads the whole program, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const now = new Date('2026-08-13T12:00:00Z');
const DAY = '2026-08-12';
const NEXT = '2026-08-13';

let installation: Installation;
let desk: Desk;

beforeAll(async () => {
  installation = await makeInstallation();
  desk = await openDesk(installation.variables, { now: () => now });
  const { store } = desk.app.deps;
  for (const name of ['ada', 'ben', 'zoe'])
    await store.addSubscriber({ email: `${name}@example.org`, state: 'active', hour: 6 });
  await desk.type(['ingest', 'hf-daily', '--date', '2026-08-11']);
});
afterAll(async () => {
  await desk.close();
  await installation.close();
});

const digestOf = (day: string, act: string, argv: string[] = [], answer?: string) =>
  desk.type(['digest', act, '--date', day, ...argv], answer);
const digest = (act: string, argv?: string[], answer?: string) => digestOf(DAY, act, argv, answer);
const countMails = async () => (await readdir(join(installation.dataDir, 'outbox')).catch(() => [])).length;
/** Freezes an edition for three readers who are all due, and sends nothing of it. */
async function freezeOf(date: string) {
  const { edition } = await runJob(freezeEdition, { cadence: 'daily', date }, desk.app.deps);
  await desk.app.deps.store.makeDue(edition, now);
}

/** Puts some mails on the wire and hears nothing of them. */
async function loseAnswers(count: number) {
  const { store } = desk.app.deps;
  const edition = await store.editionOf('daily', DAY);
  const { id, papers } = edition ?? { id: '', papers: [] };
  const paperIds = papers.map(({ paperId }) => paperId);
  const request = { editionId: id, owner: 'broken', limit: count, leaseSeconds: 60, now };
  const leased = await store.leaseDeliveries(request);
  const rows = leased.map(({ subscriber }) => ({ subscriberId: subscriber.id, paperIds }));
  const marked = await store.markSending(id, 'broken', rows);
  const receipt = { outcome: 'unknown', reason: 'it broke' } as const;
  await store.recordReceipts(
    id,
    marked.map((subscriberId) => ({ subscriberId, receipt })),
    now,
  );
  return marked;
}

it('an edition that was not frozen can be neither paused nor sent again, and the message names it', async () => {
  for (const argv of [['pause'], ['resume'], ['stop', '--yes'], ['resend', '--unknown', '--yes']]) {
    const [act = '', ...rest] = argv;
    const refused = await digest(act, rest);
    expect(refused).toMatchObject({ status: 2, out: '' });
    expect(refused.err).toContain(`no daily edition of ${DAY} has been frozen`);
  }
});

it('resend asks first, and sends what is unknown with what came of it', async () => {
  await freezeOf(DAY);
  expect(await loseAnswers(2)).toHaveLength(2);
  expect(await digest('resend')).toMatchObject({ status: 2, err: expect.stringContaining('--unknown') });
  const alone = await digest('resend', ['--unknown']);
  expect(alone).toMatchObject({ status: 2, out: '' });
  expect(alone.err).toContain('2 readers may get the edition twice; repeat it with --yes');
  const declined = await digest('resend', ['--unknown'], 'n');
  expect(declined).toMatchObject({ status: 2, err: expect.stringContaining('Send 2 mails again?') });
  expect(await countMails()).toBe(0);
  const sent = await digest('resend', ['--unknown'], 'y');
  expect(sent).toMatchObject({ status: 0 });
  expect(sent.out).toMatch(/^2 planned again\ndaily edition of 2026-08-12, No\. 1, \d+ papers: 3 sent\n$/);
  expect(await countMails()).toBe(3);
  const none = await digest('resend', ['--unknown']);
  expect(none).toMatchObject({ status: 0 });
  expect(none.out).toContain('no mail of unknown fate waits for a decision');
  expect(await countMails()).toBe(3);
});

it('what is paused is not sent until it is resumed, and says how', async () => {
  await desk.type(['ingest', 'hf-daily', '--date', DAY]);
  await freezeOf(NEXT);
  const paused = await digestOf(NEXT, 'pause');
  expect(paused).toMatchObject({ status: 0, err: '' });
  expect(paused.out).toContain(`3 planned\n  It is paused: \`broadsheet digest resume --date ${NEXT}`);
  expect(await digestOf(NEXT, 'pause')).toMatchObject({ status: 2, out: '' });
  expect((await digestOf(NEXT, 'send')).out).toContain('3 planned\n  It is paused');
  expect(await countMails()).toBe(3);
  expect(await digestOf(NEXT, 'resume')).toMatchObject({ status: 0, err: '' });
  await vi.waitFor(async () => expect(await countMails()).toBe(6), 60_000);
  const again = await digestOf(NEXT, 'resume');
  expect(again).toMatchObject({ status: 2 });
  expect(again.err).toContain('is not paused');
});

it('what is stopped is stopped for good, after asking', async () => {
  expect(await digest('stop')).toMatchObject({ status: 2, out: '' });
  expect(await digest('stop', [], 'n')).toMatchObject({ status: 2, out: '' });
  const stopped = await digest('stop', ['--yes']);
  expect(stopped).toMatchObject({ status: 0 });
  expect(stopped.out).toContain('It is stopped: nothing more of it goes out.');
  expect(await digest('stop', ['--yes'])).toMatchObject({ status: 2, out: '' });
  expect(await digest('resume')).toMatchObject({ status: 2, out: '' });
});

it('an edition of a day that has not come is not frozen', async () => {
  const refused = await digestOf('2026-08-14', 'send');
  expect(refused).toMatchObject({ status: 2, out: '' });
  expect(refused.err).toContain('2026-08-14 has not come yet (today is 2026-08-13)');
  expect(await desk.app.deps.store.editionOf('daily', '2026-08-14')).toBeUndefined();
});
