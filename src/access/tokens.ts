import { createHash, randomBytes } from 'node:crypto';
import { type StoredToken, TOKEN_HOURS, type TokenPurpose } from '../model/letter.js';

const TOKEN_BYTES = 32;
const HOUR_MS = 3_600_000;

/** A fresh token: `token` goes into the letter and nowhere else, `stored` is what is kept. */
export function createToken(purpose: TokenPurpose, now: Date): { token: string; stored: StoredToken } {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const expiresAt = new Date(now.getTime() + TOKEN_HOURS[purpose] * HOUR_MS);
  return { token, stored: { hash: hashOf(purpose, token), purpose, expiresAt } };
}

/** What is stored of a token; absent when the text cannot be one of ours, cut short or with something behind it. */
export function hashToken(purpose: TokenPurpose, token: string): string | undefined {
  const isWhole = Buffer.from(token, 'base64url').length === TOKEN_BYTES && /^[\w-]{43}$/.test(token);
  return isWhole ? hashOf(purpose, token) : undefined;
}

/** A token has 256 random bits: a plain hash is as good as a slow one. The purpose keeps one from serving for another. */
function hashOf(purpose: TokenPurpose, token: string): string {
  return createHash('sha256').update(`${purpose}.${token}`).digest('base64url');
}
