import { describe, expect, it } from 'vitest';
import { readRequest } from '../../src/mail/read-request.js';

const TOKEN = `${'Ab-_9'.repeat(18)}x`;
const mail = (subject: string) =>
  Buffer.from(
    `From: Ada <ada@example.org>\r\nTo: leave@paper.example.org\r\n${subject}\r\n\r\nThank you.\r\n`,
  );

describe('a mail to the address of bounces', () => {
  it.each([
    ['as mail programs send it', `Subject: leave ${TOKEN}`],
    ['in another case and with a mark of an answer', `SUBJECT:  RE: Fwd: Leave  ${TOKEN} `],
    ['folded', `Subject: leave\r\n ${TOKEN}`],
    ['folded within the token', `Subject: leave ${TOKEN.slice(0, 60)}\r\n ${TOKEN.slice(60)}`],
    [
      'in encoded words',
      `Subject: =?utf-8?Q?leave_${TOKEN.slice(0, 40).replaceAll('_', '=5F')}?=\r\n =?utf-8?Q?${TOKEN.slice(40).replaceAll('_', '=5F')}?=`,
    ],
  ])('asks to leave: %s', async (_how, subject) => {
    expect(await readRequest(mail(subject))).toEqual({ kind: 'leave', token: TOKEN });
  });

  it.each([
    ['another subject', 'Subject: Undelivered Mail Returned to Sender'],
    ['no subject', 'X-Nothing: here'],
    ['no token', 'Subject: leave'],
    ['something else behind it', `Subject: leave ${TOKEN}; rm -rf`],
    ['words before it', `Subject: please leave ${TOKEN}`],
  ])('asks for nothing with %s', async (_what, subject) => {
    expect(await readRequest(mail(subject))).toEqual({ kind: 'other' });
  });

  it('may be no mail at all', async () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from([0, 255, 13, 10, 200])])
      expect(await readRequest(bytes)).toEqual({ kind: 'other' });
  });
});
