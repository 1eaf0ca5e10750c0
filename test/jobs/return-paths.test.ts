import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLinks } from '../../src/access/links.js';
import { deliverBatch } from '../../src/jobs/deliver-batch.js';
import { takeReturnedMail } from '../../src/jobs/take-returned-mail.js';
import { createSmtpTransport } from '../../src/mail/smtp.js';
import { postfixReport } from '../mail/sample-reports.js';
import { addReaders, publish } from '../store/deliveries.contract.js';
import { openSmtpInbox, type SmtpInbox } from '../support/smtp-inbox.js';
import { type JobStage, openStage, runJob } from './stage.js';

const NOW = '2026-08-21T08:00:00Z';
const links = createLinks({
  secretKey: 'a secret key that only tests know',
  publicUrl: 'https://paper.example.org',
  bounceAddress: 'bounces@paper.example.org',
});
let stage: JobStage;
let inbox: SmtpInbox;

beforeAll(async () => {
  [stage, inbox] = await Promise.all([openStage(NOW), openSmtpInbox()]);
});
afterAll(async () => {
  await inbox.close();
  await stage.close();
});

test('a digest comes from an address of its reader’s own, and a report to it ends mail to that reader alone', async () => {
  const [gone, other] = await addReaders(stage, {}, {});
  const { edition } = await publish(stage);
  const transport = createSmtpTransport({ url: inbox.url, inFlight: 4 });
  const deps = { ...stage.deps, links, transport };
  expect(await runJob(deliverBatch, { editionId: edition.id }, deps)).toMatchObject({ sent: 2 });
  await transport.close();

  const senders = new Map(inbox.received.map(({ from, to }) => [to[0], from]));
  expect(new Set(senders.values()).size).toBe(2);
  const to = senders.get(gone?.email) ?? '';
  expect(to).toMatch(/^bounces\+[a-z2-7]{45}@paper\.example\.org$/);

  const taken = await takeReturnedMail(postfixReport({ to }), deps);
  expect(taken).toEqual({ outcome: 'suppressed', said: expect.stringContaining('User unknown') });
  expect(taken.said).not.toContain('example.net');
  expect(await stage.store.suppressionOf(gone?.email ?? '')).toBe('bounced');
  expect(await stage.store.suppressionOf(other?.email ?? '')).toBeUndefined();
  const rows = await stage.store.deliveries(edition.id, 10);
  const reasons = new Map(rows.map(({ email, state, reason }) => [email, [state, reason]]));
  expect(reasons.get(gone?.email ?? '')).toEqual([
    'sent',
    expect.stringMatching(/^came back for good: 550 5\.1\.1/),
  ]);
  expect(reasons.get(other?.email ?? '')?.[1]).toBeUndefined();
});
