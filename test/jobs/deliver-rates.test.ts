import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deliverBatch } from '../../src/jobs/deliver-batch.js';
import { freezeEdition } from '../../src/jobs/freeze-edition.js';
import { keepWatch } from '../../src/jobs/keep-watch.js';
import { createSmtpTransport } from '../../src/mail/smtp.js';
import type { Transport } from '../../src/mail/transport.js';
import { emptyTables, readPage, sighting } from '../store/stage.js';
import { type Behaviour, openSmtpInbox, type SmtpInbox } from '../support/smtp-inbox.js';
import { type JobStage, openStage, runJob } from './stage.js';

let stage: JobStage;
let inbox: SmtpInbox;
let transport: Transport;
const behaviour: Behaviour = {};

beforeAll(async () => {
  [stage, inbox] = await Promise.all([openStage('2026-08-21T08:00:00Z'), openSmtpInbox({ behaviour })]);
  transport = createSmtpTransport({ url: inbox.url, inFlight: 32 });
});
beforeEach(async () => {
  await emptyTables(stage.database);
  inbox.received.length = 0;
  for (const step of Object.keys(behaviour)) delete behaviour[step as keyof Behaviour];
});
afterAll(async () => {
  await transport.close();
  await inbox.close();
  await stage.close();
});

/** An edition for so many readers of each domain, all due, and what sends it. */
async function plan(domains: Record<string, number>, rates: object = {}) {
  for (const [domain, count] of Object.entries(domains))
    for (let at = 0; at < count; at += 1)
      await stage.store.addSubscriber({ email: `reader${at}@${domain}`, state: 'active', hour: 6 });
  await readPage(stage, [sighting(1)], { at: '2026-08-20T12:00:00Z' });
  const { settings } = stage.deps;
  const mail = { ...settings.mail, rates: { ...settings.mail.rates, ...rates } };
  const deps = { ...stage.deps, transport, settings: { ...settings, mail } };
  const { edition } = await runJob(freezeEdition, { cadence: 'daily', date: '2026-08-21' }, deps);
  await stage.store.makeDue(edition, stage.clock.now());
  const run = (lane = 1) => runJob(deliverBatch, { editionId: edition, lane }, deps);
  return { id: edition, deps, run };
}
const domainsReached = () => inbox.received.map(({ to }) => String(to[0]).replace(/^.*@/, ''));
const never = { perSecond: 0.0001, perHour: 0 };

it('a domain that puts mail off is left alone, while all others get theirs', async () => {
  behaviour.rcpt = (to) =>
    to.endsWith('busy.example') ? { refuse: 451, words: '4.7.1 not now' } : undefined;
  const { id, deps, run } = await plan({ 'busy.example': 40, 'free.example': 25, 'other.example': 5 });
  const told = await run(2);
  expect(told).toMatchObject({ sent: 30, refused: 0, unknown: 0 });
  expect(new Set(domainsReached())).toEqual(new Set(['free.example', 'other.example']));
  // The first handfuls of forty went before it was known: the others wait for the domain to take mail again.
  expect(Number(told.deferred)).toBeLessThan(30);
  expect((await stage.store.deliveryProgress(id, stage.clock.now()))?.counts).toMatchObject({
    sent: 30,
    planned: 40,
  });

  delete behaviour.rcpt;
  await stage.database.query(`UPDATE mail_lines SET rests_until = now()`);
  await stage.database.query(`UPDATE deliveries SET due_at = $1 WHERE state = 'planned'`, [
    stage.clock.now(),
  ]);
  const watch = await runJob(keepWatch, {}, deps);
  expect(watch.next).toContainEqual(deliverBatch.with({ editionId: id, lane: 1 }));
  // The first lane: it waits for the domain's turns, which a quick machine outruns.
  expect(await run()).toMatchObject({ sent: 40 });
  expect(inbox.received).toHaveLength(70);
});

it('what waits for its turn for long is left to the watch, which has nothing run before that', async () => {
  const { id, deps, run } = await plan(
    { 'slow.example': 4, 'one.example': 1 },
    { domains: { 'slow.example': never } },
  );
  expect(await run()).toMatchObject({ sent: 2 });
  expect((await runJob(keepWatch, {}, deps)).next).toEqual([]);
  expect(await run()).toMatchObject({ sent: 0 });
  await stage.database.query(`UPDATE mail_lines SET next_at = now()`);
  expect((await runJob(keepWatch, {}, deps)).next).toEqual([deliverBatch.with({ editionId: id, lane: 1 })]);
  expect(await run()).toMatchObject({ sent: 1 });
});

it('the first lane waits for turns that come soon; the others leave it to it', async () => {
  const { run } = await plan(
    { 'some.example': 3 },
    { domains: { 'some.example': { perSecond: 2, perHour: 0 } } },
  );
  expect(await run(2)).toMatchObject({ sent: 1 });
  expect(await run()).toMatchObject({ sent: 2 });
});

it('refusals in the session are kept with their class, and end mail to addresses that do not exist', async () => {
  const said: Record<string, [number, string]> = {
    gone: [550, '5.1.1 no such user'],
    full: [552, '5.2.2 mailbox full'],
    blocked: [550, '5.7.1 blocked'],
    heavy: [554, '5.6.0 content'],
  };
  behaviour.rcpt = (to) => {
    const [refuse = 0, words = ''] = said[to.replace(/@.*$/, '')] ?? [];
    return refuse > 0 ? { refuse, words } : undefined;
  };
  for (const name of Object.keys(said))
    await stage.store.addSubscriber({ email: `${name}@example.org`, state: 'active', hour: 6 });
  const { id, run } = await plan({ 'example.org': 1 });
  expect(await run()).toMatchObject({ sent: 1, refused: 4 });
  const rows = await stage.store.troubledDeliveries(id, { limit: 9, offset: 0 });
  expect(Object.fromEntries(rows.map(({ email, refusal }) => [email.replace(/@.*/, ''), refusal]))).toEqual({
    gone: 'address',
    full: 'mailbox',
    blocked: 'policy',
    heavy: 'content',
  });
  const suppressed = await stage.database.query('SELECT address_hmac FROM suppressions');
  expect(suppressed).toEqual([{ address_hmac: 'hmac of gone@example.org' }]);
});

describe('before anything is claimed', () => {
  const untouched = async (id: string) =>
    expect(
      await stage.database.query('SELECT state, attempts FROM deliveries WHERE edition_id = $1', [id]),
    ).toEqual([{ state: 'planned', attempts: 0 }]);

  it('a mail server that cannot be used fails the job, and the desk says so until it can', async () => {
    const { id, deps, run } = await plan({ 'example.org': 1 });
    const closed = await openSmtpInbox();
    await closed.close();
    const dead = createSmtpTransport({ url: closed.url, inFlight: 4 });
    await expect(runJob(deliverBatch, { editionId: id }, { ...deps, transport: dead })).rejects.toMatchObject(
      {
        code: 'delivery',
        retryAfterMs: 10_000,
        message: expect.stringContaining('nobody listens there'),
      },
    );
    await dead.close();
    await untouched(id);
    expect((await stage.store.editionDesk(id))?.problem).toContain('nobody listens there');
    expect(await run()).toMatchObject({ sent: 1 });
    expect(await stage.store.editionDesk(id)).not.toHaveProperty('problem');
  });

  it('a log-in that fails is not tried again by itself', async () => {
    const guarded = await openSmtpInbox({ login: { user: 'paper', password: 'right' } });
    const { id, deps } = await plan({ 'example.org': 1 });
    const wrong = createSmtpTransport({ url: guarded.url.replace('right', 'wrong'), inFlight: 4 });
    await expect(
      runJob(deliverBatch, { editionId: id }, { ...deps, transport: wrong }),
    ).rejects.toMatchObject({
      retry: 'never',
      message: expect.stringContaining('user name or password refused'),
    });
    await wrong.close();
    await guarded.close();
    await untouched(id);
  });

  it('a template that throws stops the edition, and the desk says why', async () => {
    const { id, deps } = await plan({ 'example.org': 1 });
    const renderer: typeof deps.renderer = {
      ...deps.renderer,
      forEdition: () => () => {
        throw new TypeError('papers is undefined');
      },
    };
    await expect(runJob(deliverBatch, { editionId: id }, { ...deps, renderer })).rejects.toThrow(
      'papers is undefined',
    );
    await untouched(id);
    expect((await stage.store.editionDesk(id))?.problem).toBe('papers is undefined');
    expect(inbox.received).toEqual([]);
  });
});

it('a server that asks for a log-in in the middle has nothing refused', async () => {
  behaviour.mail = { refuse: 530, words: '5.7.0 authentication required' };
  const { id, run } = await plan({ 'example.org': 3 });
  const told = runJob(deliverBatch, { editionId: id, lane: 2 }, { ...stage.deps, transport });
  expect(await told).toMatchObject({ refused: 0, sent: 0 });
  delete behaviour.mail;
  await stage.database.query(`UPDATE mail_lines SET rests_until = now()`);
  await stage.database.query(`UPDATE deliveries SET due_at = $1`, [stage.clock.now()]);
  expect(await run()).toMatchObject({ sent: 3 });
});
