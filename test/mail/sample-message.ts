import type { Message } from '../../src/model/message.js';

/** A digest-like message to one reader; `over` replaces what a test is about. */
export function sampleMessage(over: Partial<Message> = {}): Message {
  return {
    messageId: '<daily-2026-08-21.r1@papers.example.org>',
    from: 'Broadsheet <paper@papers.example.org>',
    to: 'reader@example.net',
    subject: '4 papers for you, Friday 21 August',
    date: new Date('2026-08-21T05:00:00Z'),
    headers: {
      'List-Unsubscribe': '<https://papers.example.org/unsubscribe/abc>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'List-Id': 'Broadsheet <daily.papers.example.org>',
    },
    html: '<!doctype html><html><body><h1>S²FT — “α ≤ ε”</h1><p>One paper.</p></body></html>',
    text: 'S²FT — “α ≤ ε”\n\nOne paper.\n',
    paperIds: ['1'],
    ...over,
  };
}

/** The names of the headers of a raw mail, as they stand. */
export function headerNames(raw: Buffer): string[] {
  const head = raw.subarray(0, raw.indexOf('\r\n\r\n')).toString('utf8');
  return head.split('\r\n').flatMap((line) => /^([!-9;-~]+):/.exec(line)?.[1] ?? []);
}
