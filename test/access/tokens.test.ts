import { describe, expect, test } from 'vitest';
import { createToken, hashToken } from '../../src/access/tokens.js';
import { TOKEN_HOURS, TOKEN_PURPOSES } from '../../src/model/letter.js';

const now = new Date('2026-08-21T08:00:00Z');

describe('a token', () => {
  test.each(TOKEN_PURPOSES)('to %s is found again by its hash, and is good for its time', (purpose) => {
    const { token, stored } = createToken(purpose, now);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(hashToken(purpose, token)).toBe(stored.hash);
    expect(stored).toMatchObject({
      purpose,
      expiresAt: new Date(now.getTime() + TOKEN_HOURS[purpose] * 3_600_000),
    });
    expect(JSON.stringify(stored)).not.toContain(token);
  });

  test('is another each time', () => {
    const made = Array.from({ length: 100 }, () => createToken('confirm', now).token);
    expect(new Set(made).size).toBe(100);
  });

  test('serves for nothing else than what it was made for', () => {
    const { token, stored } = createToken('confirm', now);
    for (const purpose of TOKEN_PURPOSES.filter((each) => each !== 'confirm'))
      expect(hashToken(purpose, token)).not.toBe(stored.hash);
  });

  test('is none when it is cut short or has something behind it', () => {
    const { token } = createToken('confirm', now);
    for (const wrong of ['', token.slice(1), `${token}A`, `${token} `, `${token}\n`, `.${token.slice(1)}`])
      expect(hashToken('confirm', wrong)).toBeUndefined();
  });
});
