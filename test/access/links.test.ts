import { describe, expect, test } from 'vitest';
import { createLinks } from '../../src/access/links.js';

const publicUrl = 'https://paper.example.org';
const links = createLinks({ secretKey: 'a secret key for tests', publicUrl });
const reader = { id: 'c0ffee00-0000-4000-8000-000000000001' };
const tokenOf = (url: string) => url.slice(`${publicUrl}/unsubscribe/`.length);
const token = tokenOf(links.unsubscribe(reader));

describe('the link to leave', () => {
  test('leads to the public address and names its reader', () => {
    expect(links.unsubscribe(reader)).toMatch(/^https:\/\/paper\.example\.org\/unsubscribe\/[\w-]+$/);
    expect(links.readUnsubscribe(token)).toEqual({ subscriberId: reader.id });
  });

  test('stays the same from mail to mail and differs between readers', () => {
    expect(tokenOf(links.unsubscribe(reader))).toBe(token);
    expect(tokenOf(links.unsubscribe({ id: '2' }))).not.toBe(token);
  });

  test('is worth nothing when any character is changed, dropped or added', () => {
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === 'A' ? 'B' : 'A';
      expect(links.readUnsubscribe(token.slice(0, at) + other + token.slice(at + 1))).toBeUndefined();
      expect(links.readUnsubscribe(token.slice(0, at))).toBeUndefined();
      expect(links.readUnsubscribe(`${token.slice(0, at)}.${token.slice(at)}`)).toBeUndefined();
    }
    for (const more of ['A', '=', ' ', '\n', '/'])
      expect(links.readUnsubscribe(token + more)).toBeUndefined();
  });

  test('is worth nothing under another secret key', () => {
    const foreign = createLinks({ secretKey: 'another secret key', publicUrl });
    expect(links.readUnsubscribe(tokenOf(foreign.unsubscribe(reader)))).toBeUndefined();
  });
});
