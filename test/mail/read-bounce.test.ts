import { describe, expect, it } from 'vitest';
import { readBounce } from '../../src/mail/read-bounce.js';
import {
  complaint,
  exchangeReport,
  eximReport,
  eximWords,
  postfixReport,
  type Reported,
  vacation,
} from './sample-reports.js';

const TOKEN = 'abcdefghijklmnopqrstuvwxyz234567abcdefghijklm';
const to = `bounces+${TOKEN}@paper.example.org`;
const unsubscribe = '<https://paper.example.org/unsubscribe/Ab-_9>,\n <mailto:bounces@paper.example.org>';

describe('a report of a mail that came back', () => {
  it.each([
    ['Postfix', postfixReport({ to, unsubscribe })],
    ['Exim', eximReport({ to, unsubscribe })],
    ['Exchange', exchangeReport({ to, unsubscribe })],
  ])('of %s says whose mail it was and that the address is gone', async (_who, report) => {
    expect(await readBounce(report)).toMatchObject({
      kind: 'hard',
      returnTokens: [TOKEN],
      leaveTokens: ['Ab-_9'],
    });
  });

  it('in words alone is read above the copy of the mail', async () => {
    expect(await readBounce(eximWords({ to }))).toMatchObject({ kind: 'hard', returnTokens: [TOKEN] });
    expect(await readBounce(eximWords({ to, said: 'retry timeout exceeded' }))).toMatchObject({
      kind: 'soft',
      reason: 'no reason given',
    });
  });

  it('gives the reason of the server, and no address', async () => {
    expect(await readBounce(postfixReport({ to }))).toMatchObject({
      reason: '550 5.1.1 <(address)>: Recipient address rejected: User unknown',
    });
  });

  it('names its mail even when it came to another address', async () => {
    const moved = postfixReport({ to })
      .toString()
      .replaceAll(/^(To|Delivered-To): .*$/gm, '$1: postmaster@example.org');
    expect(await readBounce(Buffer.from(moved))).toMatchObject({ returnTokens: [TOKEN] });
  });

  it('is another report than one with another Message-ID', async () => {
    const reports = ['r1', 'r1', 'r2'].map((messageId) => readBounce(postfixReport({ to, messageId })));
    const [first, again, other] = (await Promise.all(reports)).map((told) => 'report' in told && told.report);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  const judged: [string, Pick<Reported, 'status' | 'said'>, string][] = [
    ['5.1.1', { status: '5.1.1', said: '' }, 'hard'],
    ['5.1.2', { status: '5.1.2', said: 'dns; no such domain' }, 'hard'],
    ['5.1.3', { status: '5.1.3', said: '' }, 'hard'],
    ['5.1.6', { status: '5.1.6', said: '' }, 'hard'],
    ['5.1.10', { status: '5.1.10', said: '' }, 'hard'],
    ['5.2.1', { status: '5.2.1 (mailbox disabled)', said: '' }, 'hard'],
    ['a full mailbox', { status: '5.2.2', said: 'smtp; 552 5.2.2 over quota' }, 'soft'],
    ['a host that never answered', { status: '4.4.1', said: 'X-Postfix; connection timed out' }, 'soft'],
    [
      'an address that a server doubts for now',
      { status: '4.1.1', said: 'smtp; 450 4.1.1 user unknown' },
      'soft',
    ],
    [
      'a policy',
      { status: '5.7.1', said: 'smtp; 550 5.7.1 <reader@example.net>: user unknown to us' },
      'policy',
    ],
    ['content', { status: '5.6.0', said: '' }, 'policy'],
    ['a sender who is refused', { status: '5.1.8', said: '' }, 'policy'],
    ['a code in the reply only', { status: '5.0.0', said: 'smtp; 550-5.2.1 disabled' }, 'hard'],
    ['another code in the reply', { status: '5.1.1', said: 'smtp; 550 5.7.1 no' }, 'hard'],
    ['words only', { status: '5.0.0', said: 'smtp; 550 No such user here' }, 'hard'],
    [
      'words of a mailbox',
      { status: '5.0.0', said: "smtp; 554 delivery error: This user doesn't have an account" },
      'hard',
    ],
    ['words on spam', { status: '5.0.0', said: 'smtp; 554 blocked: unknown user agent' }, 'policy'],
    [
      'words on the sender',
      { status: '5.0.0', said: 'smtp; 550 Sender address rejected: not found' },
      'policy',
    ],
    ['words on nothing', { status: '5.0.0', said: 'smtp; 550 Administrative prohibition' }, 'soft'],
    ['an address of a host', { status: '5.0.0', said: 'smtp; 550 host 5.1.1.2 says no' }, 'soft'],
    ['nothing at all', { status: '', said: '' }, 'soft'],
  ];
  it.each(judged)('for %s is judged so', async (_what, failure, kind) => {
    expect(await readBounce(postfixReport({ to, ...failure }))).toMatchObject({ kind });
  });
});

describe('a complaint', () => {
  it('says whose mail it was by the envelope, or by the link to leave when addresses are blotted out', async () => {
    expect(await readBounce(complaint({ to, unsubscribe }))).toMatchObject({
      kind: 'complaint',
      reason: 'abuse',
      returnTokens: [TOKEN],
    });
    expect(await readBounce(complaint({ to: 'redacted@example.com', unsubscribe }))).toMatchObject({
      returnTokens: [],
      leaveTokens: ['Ab-_9'],
    });
  });

  it('may be of a type that nobody knows yet', async () => {
    expect(await readBounce(complaint({ to, type: 'Regret' }))).toMatchObject({
      kind: 'complaint',
      reason: 'regret',
    });
  });
});

describe('what counts for nothing', () => {
  it.each([
    ['an automatic answer', vacation({ to }), 'an automatic answer'],
    ['a warning', postfixReport({ to, action: 'delayed', status: '4.4.1' }), 'late'],
    ['a report of success', postfixReport({ to, action: 'delivered', status: '2.0.0' }), 'no failure'],
    ['a failed check of a signature', complaint({ to, type: 'auth-failure' }), 'auth-failure'],
    ['the opposite of a complaint', complaint({ to, type: 'not-spam' }), 'not-spam'],
    [
      'a person’s mail',
      Buffer.from(`From: a@example.org\r\nTo: ${to}\r\nSubject: Hello\r\n\r\n550 5.1.1\r\n`),
      'no report',
    ],
    [
      'a server’s words on something else',
      Buffer.from(`Return-Path: <>\r\nFrom: MAILER-DAEMON@example.org\r\nTo: ${to}\r\n\r\nHello.\r\n`),
      'do not know',
    ],
    ['no bytes', Buffer.alloc(0), 'no report'],
    ['no mail', Buffer.from([0, 255, 13, 10, 200]), 'no report'],
  ])('%s is said to be so', async (_what, bytes, what) => {
    expect(await readBounce(bytes)).toEqual({ kind: 'nothing', what: expect.stringContaining(what) });
  });
});
