import { createHmac, timingSafeEqual } from 'node:crypto';
import type { TokenPurpose } from '../model/letter.js';
import type { Subscriber } from '../model/subscriber.js';
import { deriveKey } from './keys.js';
import { createReturnPaths, type ReturnPaths } from './return-paths.js';

const macBytes = 32;

/** Whom a link belongs to, and with which generation it was made: one that is not the reader's own any more is dead. */
export interface LinkHolder {
  subscriberId: string;
  generation: number;
}

/** The signed links in mails. They need no row: whoever holds the secret key can check them. */
export interface Links extends ReturnPaths {
  /** The address at which a reader leaves. It carries no generation: it works for good. */
  unsubscribe(subscriber: Pick<Subscriber, 'id'>): string;
  /** The same token alone, for the subject of a mail that asks to leave. */
  unsubscribeToken(subscriber: Pick<Subscriber, 'id'>): string;
  /** Whom a token of `unsubscribe` belongs to; absent when the token is malformed or was not signed here. */
  readUnsubscribe(token: string): { subscriberId: string } | undefined;
  /** The address at which a reader changes what they get. */
  preferences(subscriber: Pick<Subscriber, 'id' | 'linkGeneration'>): string;
  /** Absent when the token is malformed or was not signed here; the generation is for the caller to compare. */
  readPreferences(token: string): LinkHolder | undefined;
  /** An edition as this reader got it, in a browser. */
  edition(
    subscriber: Pick<Subscriber, 'id' | 'linkGeneration'>,
    edition: { date: string; cadence: string },
  ): string;
  readEdition(token: string): LinkHolder | undefined;
  /** The address that a token in a letter opens: `/confirm/…`, `/export/…`. */
  letter(purpose: TokenPurpose, token: string): string;
}

/**
 * @param settings.publicUrl where readers reach the web page, without a trailing slash
 * @param settings.bounceAddress where mail can come back to
 */
export function createLinks(settings: {
  secretKey: string;
  publicUrl: string;
  bounceAddress?: string | undefined;
}): Links {
  const { secretKey, publicUrl, bounceAddress } = settings;
  const leaving = deriveKey(secretKey, 'link unsubscribe');
  const choosing = deriveKey(secretKey, 'link preferences');
  const viewing = deriveKey(secretKey, 'link edition');
  const unsubscribeToken = ({ id }: Pick<Subscriber, 'id'>) => signToken(leaving, id);
  return {
    ...createReturnPaths(secretKey, bounceAddress),
    unsubscribe: (subscriber) => `${publicUrl}/unsubscribe/${unsubscribeToken(subscriber)}`,
    unsubscribeToken,
    readUnsubscribe(token) {
      const subscriberId = readToken(leaving, token);
      return subscriberId === undefined ? undefined : { subscriberId };
    },
    preferences: (subscriber) => `${publicUrl}/preferences/${signToken(choosing, holderText(subscriber))}`,
    readPreferences: (token) => readHolder(readToken(choosing, token)),
    edition: (subscriber, { date, cadence }) =>
      `${publicUrl}/editions/${date}?${cadence === 'weekly' ? 'cadence=weekly&' : ''}reader=${signToken(viewing, holderText(subscriber))}`,
    readEdition: (token) => readHolder(readToken(viewing, token)),
    letter: (purpose, token) => `${publicUrl}/${purpose}/${token}`,
  };
}

const holderText = ({ id, linkGeneration }: Pick<Subscriber, 'id' | 'linkGeneration'>) =>
  `${id}.${linkGeneration}`;

function readHolder(text: string | undefined): LinkHolder | undefined {
  const [, subscriberId, generation] = /^(.+)\.(\d{1,9})$/.exec(text ?? '') ?? [];
  return subscriberId === undefined ? undefined : { subscriberId, generation: Number(generation) };
}

/** base64url of the HMAC-SHA-256 followed by what it vouches for: no dots or padding for a mail program to lose. */
function signToken(key: Buffer, payload: string): string {
  return Buffer.concat([macOf(key, payload), Buffer.from(payload)]).toString('base64url');
}

function readToken(key: Buffer, token: string): string | undefined {
  const bytes = Buffer.from(token, 'base64url');
  // Node skips what is not base64url; only the one spelling that was signed may pass.
  if (bytes.length <= macBytes || bytes.toString('base64url') !== token) return undefined;
  const payload = bytes.toString('utf8', macBytes);
  return timingSafeEqual(bytes.subarray(0, macBytes), macOf(key, payload)) ? payload : undefined;
}

function macOf(key: Buffer, payload: string): Buffer {
  return createHmac('sha256', key).update(payload).digest();
}
