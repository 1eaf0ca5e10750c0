import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createTransport, outboxDir } from '../../src/mail/create-transport.js';
import { openSmtpInbox } from '../support/smtp-inbox.js';
import { sampleMessage } from './sample-message.js';

it('writes to the outbox of the data folder when no server is named', async () => {
  const DATA_DIR = await mkdtemp(join(tmpdir(), 'broadsheet-mail-'));
  const transport = createTransport({ environment: { DATA_DIR }, inFlight: 4 });
  await transport.send(sampleMessage());
  expect(transport.name).toBe('outbox');
  expect(await readdir(outboxDir(DATA_DIR))).toHaveLength(1);
  await rm(DATA_DIR, { recursive: true });
});

it('sends to the server that SMTP_URL names, with the bounce address of the environment', async () => {
  const inbox = await openSmtpInbox();
  const environment = { SMTP_URL: inbox.url, BOUNCE_ADDRESS: 'bounces@example.org', DATA_DIR: 'unused' };
  const transport = createTransport({ environment, inFlight: 4 });
  await transport.send(sampleMessage());
  expect(transport.name).toBe('smtp');
  expect(inbox.received[0]?.from).toBe('bounces@example.org');
  await transport.close();
  await inbox.close();
});
