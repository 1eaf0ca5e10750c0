import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deliverBatch } from '../../src/jobs/deliver-batch.js';
import { freezeEdition } from '../../src/jobs/freeze-edition.js';
import { scanSource } from '../../src/jobs/scan-source.js';
import { dailyPaper, showDay } from '../support/daily-papers.js';
import { readOutbox } from '../support/read-outbox.js';
import { type JobStage, openStage, runJob } from './stage.js';

let stage: JobStage;
beforeAll(async () => {
  stage = await openStage('2026-08-20T12:00:00Z');
});
afterAll(() => stage.close());

it('carries a title of markup, quotes and line breaks to the reader as text, and into no header', async () => {
  const title = '<script>alert(1)</script> & "x"\r\nBcc: eve@example.org\r\n\r\n<img src=x onerror=alert(2)>';
  showDay(stage.site, '2026-08-20', [dailyPaper(1, '2026-08-20', { title, upvotes: 90 })]);
  await stage.store.addSubscriber({ email: 'ada@example.org', state: 'active' });
  await runJob(scanSource, { sourceId: 'hf-daily', scope: { day: '2026-08-20' } }, stage.deps);
  stage.clock.turnTo(new Date('2026-08-21T07:00:00Z'));
  const { edition } = await runJob(freezeEdition, { cadence: 'daily', date: 'today' }, stage.deps);
  await stage.store.makeDue(edition, stage.clock.now());
  expect(await runJob(deliverBatch, { editionId: edition }, stage.deps)).toMatchObject({ sent: 1 });

  const [raw] = await readOutbox(join(stage.dir, 'outbox'));
  const mail = await PostalMime.parse(raw ?? '');
  const shown = '<script>alert(1)</script> & "x" Bcc: eve@example.org <img src=x onerror=alert(2)>';
  expect((await stage.store.edition(edition))?.papers[0]?.title).toBe(shown);
  expect(mail.bcc).toBeUndefined();
  expect(mail.headers.map(({ key }) => key)).not.toContain('bcc');
  expect(mail.text?.replace(/\s+/g, ' ')).toContain(shown);
  expect(mail.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; ');
  expect(mail.html).not.toMatch(/<script|<img src=x/);
});
