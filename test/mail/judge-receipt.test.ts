import { expect, it } from 'vitest';
import { judgeReceipt } from '../../src/mail/judge-bounce.js';
import type { Receipt } from '../../src/model/message.js';

const refused = (reason: string): Receipt => ({
  outcome: 'refused',
  reason,
  code: Number(reason.slice(0, 3)),
});

it.each([
  ['550 5.1.1 <(address)>: user unknown', 'hard', 'address'],
  ['550 5.2.1 mailbox disabled', 'hard', 'address'],
  ['550 No such user here', 'hard', 'address'],
  ['552 5.2.2 over quota', 'soft', 'mailbox'],
  ['552 storage allocation exceeded', 'soft', 'mailbox'],
  ['550 mailbox is full', 'soft', 'mailbox'],
  ['550 5.7.1 blocked by policy', 'policy', 'policy'],
  ['554 listed on a block list: blocked', 'policy', 'policy'],
  ['554 5.6.0 malformed', 'policy', 'content'],
  ['552 5.3.4 message too big for system', 'policy', 'content'],
  ['554 message size exceeds the limit', 'policy', 'content'],
  ['550 not here', 'soft', 'other'],
] as const)('%s is %s and speaks of: %s', (reason, kind, about) => {
  expect(judgeReceipt(refused(reason))).toEqual({ kind, about });
});

it('holds nothing against an address that the server has said nothing about', () => {
  expect(judgeReceipt({ outcome: 'sent', response: '250 ok' })).toBeUndefined();
  expect(judgeReceipt({ outcome: 'unknown', reason: 'it broke' })).toBeUndefined();
  expect(judgeReceipt({ outcome: 'deferred', reason: 'no connection', about: 'server' })).toBeUndefined();
  expect(judgeReceipt({ outcome: 'refused', reason: 'the address is not ASCII' })).toBeUndefined();
  const login = { outcome: 'deferred', reason: '530 5.7.0 log in', code: 530, about: 'server' } as const;
  expect(judgeReceipt(login)).toBeUndefined();
});
