import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createSmtpTransport, type SmtpSettings } from '../../src/mail/smtp.js';
import type { Transport } from '../../src/mail/transport.js';
import type { Message } from '../../src/model/message.js';
import { type Behaviour, openSmtpInbox, type SmtpInbox } from '../support/smtp-inbox.js';
import { headerNames, sampleMessage } from './sample-message.js';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function openPair(
  behaviour: Behaviour = {},
  over: Partial<SmtpSettings> = {},
): Promise<{ inbox: SmtpInbox; transport: Transport }> {
  const inbox = await openSmtpInbox({ behaviour });
  closing.push(inbox.close);
  return { inbox, transport: openTransport({ url: inbox.url, ...over }) };
}

function openTransport(settings: Pick<SmtpSettings, 'url'> & Partial<SmtpSettings>): Transport {
  const transport = createSmtpTransport({ inFlight: 32, ...settings });
  closing.push(() => transport.close());
  return transport;
}

function numberedMessage(index: number): Message {
  return sampleMessage({ messageId: `<m${index}@papers.example.org>`, to: `reader${index}@example.net` });
}

describe('a message that is taken', () => {
  it('arrives with the headers it was given and no others', async () => {
    const { inbox, transport } = await openPair();
    const receipt = await transport.send(sampleMessage());
    expect(receipt).toMatchObject({ outcome: 'sent', response: expect.stringMatching(/^250 /) });
    const head = inbox.received[0]?.raw.toString('utf8').split('\r\n\r\n')[0];
    expect(head?.replace(/boundary="[^"]+"/, 'boundary="…"')).toBe(
      [
        'List-Unsubscribe: <https://papers.example.org/unsubscribe/abc>',
        'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
        'List-ID: Broadsheet <daily.papers.example.org>',
        'From: Broadsheet <paper@papers.example.org>',
        'To: reader@example.net',
        'Subject: 4 papers for you, Friday 21 August',
        'Message-ID: <daily-2026-08-21.r1@papers.example.org>',
        'Date: Fri, 21 Aug 2026 05:00:00 +0000',
        'MIME-Version: 1.0',
        'Content-Type: multipart/alternative;',
        ' boundary="…"',
      ].join('\r\n'),
    );
  });

  it('holds text and HTML as they were written', async () => {
    const { inbox, transport } = await openPair();
    const message = sampleMessage({ subject: 'Größe: “α ≤ ε” und 論文' });
    await transport.send(message);
    const [mail] = await inbox.parsed();
    expect(mail?.subject).toBe(message.subject);
    expect(mail?.text?.trim()).toBe(message.text.trim());
    expect(mail?.html?.trim()).toBe(message.html);
    expect(mail?.attachments).toEqual([]);
  });

  it('comes from the bounce address on the envelope', async () => {
    const { inbox, transport } = await openPair({}, { bounceAddress: 'bounces@papers.example.org' });
    await transport.send(sampleMessage());
    expect(inbox.received[0]).toMatchObject({
      from: 'bounces@papers.example.org',
      to: ['reader@example.net'],
    });
  });

  it('comes from its own return path, where it has one, and does not show it', async () => {
    const { inbox, transport } = await openPair({}, { bounceAddress: 'bounces@papers.example.org' });
    await transport.send(sampleMessage({ returnPath: 'bounces+one@papers.example.org' }));
    expect(inbox.received[0]?.from).toBe('bounces+one@papers.example.org');
    expect(inbox.received[0]?.raw.toString()).not.toContain('bounces+one');
  });

  it('is signed over the headers for leaving with one click', async () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const dkim = { domain: 'papers.example.org', selector: 'one', privateKey };
    const { inbox, transport } = await openPair({}, { dkim });
    await transport.send(sampleMessage());
    const [mail] = await inbox.parsed();
    const signature = mail?.headers.find(({ key }) => key === 'dkim-signature')?.value.replace(/\s+/g, '');
    expect(signature).toMatch(/d=papers\.example\.org;/);
    expect(signature).toMatch(/h=[^;]*:list-unsubscribe:list-unsubscribe-post;/);
  });

  it('is one of two hundred at once, each carried once and over few connections', async () => {
    const { inbox, transport } = await openPair();
    const messages = Array.from({ length: 200 }, (_, index) => numberedMessage(index));
    const receipts = await Promise.all(messages.map((message) => transport.send(message)));
    expect(receipts.filter(({ outcome }) => outcome === 'sent')).toHaveLength(200);
    expect(new Set(inbox.received.map(({ to }) => to.join()))).toEqual(new Set(messages.map(({ to }) => to)));
    expect(inbox.received).toHaveLength(200);
    expect(inbox.connections()).toBeLessThan(20);
  });
});

describe('a message that is not taken', () => {
  it.each([
    ['mail', 550, 'refused'],
    ['mail', 451, 'deferred'],
    ['rcpt', 550, 'refused'],
    ['rcpt', 452, 'deferred'],
    ['message', 554, 'refused'],
    ['message', 451, 'deferred'],
  ] as const)('a no at %s with %i is %s', async (step, code, outcome) => {
    const { transport } = await openPair({ [step]: { refuse: code } });
    expect(await transport.send(sampleMessage())).toMatchObject({ outcome, code });
  });

  it.each([421, 554])('a greeting of %i speaks of the server, so the message is deferred', async (code) => {
    const { transport } = await openPair({ connect: { refuse: code } });
    expect(await transport.send(sampleMessage())).toMatchObject({ outcome: 'deferred', code });
  });

  it('a wrong password refuses no reader', async () => {
    const inbox = await openSmtpInbox({ login: { user: 'broadsheet', password: 'right-word' } });
    closing.push(inbox.close);
    const transport = openTransport({ url: inbox.url.replace('right-word', 'wrong-word') });
    expect(await transport.send(sampleMessage())).toMatchObject({ outcome: 'deferred', code: 535 });
  });

  it('one refused reader does not keep the others from their mail', async () => {
    const refuse = (to: string) => (to.startsWith('reader3@') ? { refuse: 550 } : undefined);
    const { transport } = await openPair({ rcpt: refuse });
    const receipts = await Promise.all([1, 2, 3, 4].map((index) => transport.send(numberedMessage(index))));
    expect(receipts.map(({ outcome }) => outcome)).toEqual(['sent', 'sent', 'refused', 'sent']);
  });

  it('the reason repeats no address', async () => {
    const words = 'mailbox <reader@example.net> of reader@example.net is full';
    const { transport } = await openPair({ rcpt: { refuse: 452, words } });
    const receipt = await transport.send(sampleMessage());
    expect(receipt).toMatchObject({ reason: expect.stringContaining('is full') });
    expect(JSON.stringify(receipt)).not.toContain('example.net');
  });

  it.each(['not an address', 'a@example.net, b@example.net', ''])('refuses to send to "%s"', async (to) => {
    const { inbox, transport } = await openPair();
    expect(await transport.send(sampleMessage({ to }))).toMatchObject({ outcome: 'refused' });
    expect(inbox.received).toEqual([]);
  });
});

describe('a conversation that breaks', () => {
  it.each(['data', 'message'] as const)(
    'is unknown when it broke at %s, and not tried again',
    async (step) => {
      const { inbox, transport } = await openPair({ [step]: { drop: true } });
      expect(await transport.send(sampleMessage())).toMatchObject({ outcome: 'unknown' });
      expect(inbox.connections()).toBe(1);
    },
  );

  it.each(['connect', 'mail', 'rcpt'] as const)(
    'is deferred when it broke at %s: nothing of the message was on the wire',
    async (step) => {
      const { inbox, transport } = await openPair({ [step]: { drop: true } });
      expect(await transport.send(sampleMessage())).toMatchObject({ outcome: 'deferred' });
      expect(inbox.received).toEqual([]);
      expect(inbox.connections()).toBe(1);
    },
  );

  it('is unknown when the server falls silent after the message', async () => {
    const { transport } = await openPair({ message: { delayMs: 60_000 } }, { silenceMs: 300 });
    expect(await transport.send(sampleMessage())).toMatchObject({ outcome: 'unknown' });
  });

  it('is deferred when nobody listens', async () => {
    const transport = openTransport({ url: `smtp://127.0.0.1:${await unusedPort()}` });
    const receipts = await Promise.all([
      transport.send(numberedMessage(1)),
      transport.send(numberedMessage(2)),
    ]);
    expect(receipts.map(({ outcome }) => outcome)).toEqual(['deferred', 'deferred']);
  });

  it('is deferred when the host has no address', async () => {
    const transport = openTransport({ url: 'smtp://nowhere.invalid:2525' });
    expect(await transport.send(sampleMessage())).toMatchObject({ outcome: 'deferred' });
  });
});

describe('hostile words', () => {
  it('a line break in any value adds no header', async () => {
    const { inbox, transport } = await openPair();
    const hostile = 'A title\r\nBcc: all@example.net\r\n\r\n<script>alert(1)</script>';
    await transport.send(
      sampleMessage({
        subject: hostile,
        from: 'Broad\r\nX-Evil: 1\r\nsheet <paper@papers.example.org>',
        headers: { 'X-Note': hostile },
      }),
    );
    const [message] = inbox.received;
    expect(message?.to).toEqual(['reader@example.net']);
    expect(headerNames(message?.raw ?? Buffer.alloc(0))).toEqual([
      'X-Note',
      'From',
      'To',
      'Subject',
      'Message-ID',
      'Date',
      'MIME-Version',
      'Content-Type',
    ]);
    const [mail] = await inbox.parsed();
    expect(mail?.subject).toBe('A title Bcc: all@example.net <script>alert(1)</script>');
  });

  it('a header with an impossible name is refused', async () => {
    const { transport } = await openPair();
    const receipt = await transport.send(sampleMessage({ headers: { 'X-A: 1\r\nBcc': 'all@example.net' } }));
    expect(receipt).toMatchObject({ outcome: 'refused' });
  });
});

describe('verify', () => {
  it('is content with a server that answers', async () => {
    const { transport } = await openPair();
    await expect(transport.verify()).resolves.toBeUndefined();
  });

  it('names host and reason when nobody listens', async () => {
    const host = `127.0.0.1:${await unusedPort()}`;
    const transport = openTransport({ url: `smtp://${host}` });
    await expect(transport.verify()).rejects.toThrow(`smtp: ${host} cannot be used: nobody listens there`);
  });

  it('never shows the password', async () => {
    const inbox = await openSmtpInbox({
      login: { user: 'broadsheet', password: 'right-word' },
      behaviour: { auth: { refuse: 535, words: 'no wrong-word for broadsheet' } },
    });
    closing.push(inbox.close);
    const transport = openTransport({ url: inbox.url.replace('right-word', 'wrong-word') });
    const error = await transport.verify().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'DeliveryError', retry: 'never' });
    expect(String(error)).toMatch(/user name or password refused \(535\)/);
    expect(String(error)).not.toMatch(/word for|wrong-word/);
  });
});

describe('close', () => {
  it('waits for the message in hand', async () => {
    const { inbox, transport } = await openPair({ message: { delayMs: 300 } });
    let settled: string | undefined;
    void transport.send(sampleMessage()).then(({ outcome }) => {
      settled = outcome;
    });
    while (inbox.received.length === 0) await delay(10);
    await transport.close();
    await delay(0);
    expect(settled).toBe('sent');
  });
});

async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
