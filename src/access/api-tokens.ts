import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const ID_BYTES = 6;
const SECRET_BYTES = 32;

/** `bs_`, so that scanners of code and logs find what leaked; eight characters that may be shown; forty-three that may not. */
const SHAPE = /^(bs_[\w-]{8})[\w-]{43}$/;

/** A token as it was given: what it is found by, and what tells whether it is the one that was made. */
export interface GivenToken {
  /** `bs_` and eight characters. Opens nothing by itself, and may be shown. */
  id: string;
  /** SHA-256 of the whole. */
  hash: string;
}

/** A fresh token for programs: `token` is shown once and kept nowhere, the rest is what is stored. */
export function createApiToken(): GivenToken & { token: string } {
  const id = `bs_${randomBytes(ID_BYTES).toString('base64url')}`;
  const token = id + randomBytes(SECRET_BYTES).toString('base64url');
  return { token, id, hash: hashOf(token) };
}

/** Undefined when the text cannot be one of ours: cut short, or with something behind it. */
export function readApiToken(text: string): GivenToken | undefined {
  const [, id] = SHAPE.exec(text) ?? [];
  return id === undefined ? undefined : { id, hash: hashOf(text) };
}

/** Compares in a time that tells nothing of how much is alike. */
export function isSameHash(given: string, stored: string): boolean {
  const [one, other] = [given, stored].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}

/** A token has 256 random bits: a plain hash is as good as a slow one. */
const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
