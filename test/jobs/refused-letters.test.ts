import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createLinks } from '../../src/access/links.js';
import { sendLetter } from '../../src/jobs/send-letter.js';
import { takeReturnedMail } from '../../src/jobs/take-returned-mail.js';
import { createSmtpTransport } from '../../src/mail/smtp.js';
import type { Transport } from '../../src/mail/transport.js';
import { postfixReport } from '../mail/sample-reports.js';
import { confirmed } from '../store/letter-stage.js';
import { emptyTables } from '../store/stage.js';
import { type Behaviour, openSmtpInbox, type SmtpInbox } from '../support/smtp-inbox.js';
import { type JobStage, openStage, runJob } from './stage.js';

const EMAIL = 'ada@example.org';
const links = createLinks({
  secretKey: 'a secret key that only tests know',
  publicUrl: 'https://paper.example.org',
  bounceAddress: 'bounces@paper.example.org',
});
const behaviour: Behaviour = {};
let stage: JobStage;
let inbox: SmtpInbox;
let transport: Transport;

beforeAll(async () => {
  [stage, inbox] = await Promise.all([openStage('2026-08-21T08:00:00Z'), openSmtpInbox({ behaviour })]);
  transport = createSmtpTransport({ url: inbox.url, inFlight: 4 });
});
beforeEach(async () => {
  await emptyTables(stage.database);
  inbox.received.length = 0;
  delete behaviour.rcpt;
});
afterAll(async () => {
  await transport.close();
  await inbox.close();
  await stage.close();
});

const send = (letterId = '') => runJob(sendLetter, { letterId }, { ...stage.deps, links, transport });
const ask = () => stage.store.subscribe({ email: EMAIL, choices: {}, now: stage.clock.now() });
const refusals = () =>
  stage.database.query('SELECT state, refusal FROM letters WHERE state = $1', ['refused']);

it('a refused confirmation does not close the address to whoever has it, unless it comes back again and again', async () => {
  behaviour.rcpt = { refuse: 550, words: '5.1.1 no such user' };
  for (let day = 1; day <= 5; day += 1) {
    stage.clock.turnTo(new Date(Date.UTC(2026, 7, 21 + day, 8)));
    expect(await stage.store.suppressionOf(EMAIL)).toBeUndefined();
    expect(await send((await ask()).letterId)).toMatchObject({ outcome: 'refused' });
  }
  expect(await refusals()).toEqual(
    Array.from({ length: 5 }, () => ({ state: 'refused', refusal: 'address' })),
  );
  expect(await stage.store.suppressionOf(EMAIL)).toBe('bounced');
});

it('an address that had confirmed and exists no more is suppressed by the letter it refuses', async () => {
  const reader = await confirmed(stage, EMAIL);
  behaviour.rcpt = { refuse: 550, words: '5.1.1 no such user' };
  const asked = await stage.store.askLink({
    subscriberId: reader.id,
    kind: 'export',
    now: stage.clock.now(),
  });
  expect(await send(asked.letterId)).toMatchObject({ outcome: 'refused' });
  expect(await stage.store.suppressionOf(EMAIL)).toBe('bounced');
});

it('a letter comes from an address of its reader’s own, and a report to it counts', async () => {
  const reader = await confirmed(stage, EMAIL);
  const asked = await stage.store.askLink({
    subscriberId: reader.id,
    kind: 'export',
    now: stage.clock.now(),
  });
  expect(await send(asked.letterId)).toMatchObject({ outcome: 'sent' });
  const to = inbox.received[0]?.from ?? '';
  expect(to).toMatch(/^bounces\+[a-z2-7]{45}@paper\.example\.org$/);
  const needs = { store: stage.store, links, clock: stage.clock };
  expect(await takeReturnedMail(postfixReport({ to }), needs)).toMatchObject({ outcome: 'suppressed' });
  expect(await stage.store.suppressionOf(EMAIL)).toBe('bounced');
});
