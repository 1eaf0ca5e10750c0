import { describe, expect, test } from 'vitest';
import { createReturnPaths } from '../../src/access/return-paths.js';
import type { MailedTo } from '../../src/model/bounce.js';

const paths = createReturnPaths('a secret key for tests', 'bounces@paper.example.org');
const mail: MailedTo = {
  subscriberId: 'c0ffee00-0000-4000-8000-0000000000ff',
  generation: 3,
  cadence: 'daily',
  date: '2026-08-21',
};
const tokenOf = (path: string | undefined) =>
  /^bounces\+([a-z2-7]+)@paper\.example\.org$/.exec(path ?? '')?.[1] ?? '';
const token = tokenOf(paths.returnPath(mail));

describe('a return path', () => {
  test('says whom a mail went to, and which edition it was', () => {
    expect(paths.readReturnPath(token)).toEqual(mail);
    const weekly = { ...mail, cadence: 'weekly', date: '2026-08-17' } as const;
    expect(paths.readReturnPath(tokenOf(paths.returnPath(weekly)))).toEqual(weekly);
  });

  test('is the same whenever the mail is sent, and another for every reader and edition', () => {
    expect(tokenOf(paths.returnPath(mail))).toBe(token);
    const others = [
      { ...mail, subscriberId: mail.subscriberId.replace('f', 'e') },
      { ...mail, date: '2026-08-22' },
      { ...mail, generation: 4 },
    ];
    expect(new Set([mail, ...others].map((one) => paths.returnPath(one))).size).toBe(4);
  });

  test('may come back in another case', () => {
    expect(paths.readReturnPath(token.toUpperCase())).toEqual(mail);
  });

  test('has at most 64 characters before the @, at the longest address that the environment takes', () => {
    const long = createReturnPaths('a secret key for tests', `${'b'.repeat(18)}@paper.example.org`);
    expect(long.returnPath(mail)?.indexOf('@')).toBe(64);
  });

  test('does not exist where no mail can come back, but is still read there', () => {
    const none = createReturnPaths('a secret key for tests', undefined);
    expect(none.returnPath(mail)).toBeUndefined();
    expect(none.readReturnPath(token)).toEqual(mail);
  });

  test('is worth nothing when any letter is changed, dropped or added, or under another secret key', () => {
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === 'a' ? 'b' : 'a';
      expect(paths.readReturnPath(token.slice(0, at) + other + token.slice(at + 1))).toBeUndefined();
      expect(paths.readReturnPath(token.slice(0, at))).toBeUndefined();
    }
    for (const more of ['a', '=', ' ', '1']) expect(paths.readReturnPath(token + more)).toBeUndefined();
    const foreign = createReturnPaths('another secret key', 'bounces@paper.example.org');
    expect(foreign.readReturnPath(token)).toBeUndefined();
  });
});
