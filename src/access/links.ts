import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Subscriber } from '../model/subscriber.js';
import { deriveKey } from './keys.js';

const macBytes = 32;

/** The signed links in mails. They need no row: whoever holds the secret key can check them. */
export interface Links {
  /** The address at which a reader leaves. It carries no generation: it works for good. */
  unsubscribe(subscriber: Pick<Subscriber, 'id'>): string;
  /** Whom a token of `unsubscribe` belongs to; absent when the token is malformed or was not signed here. */
  readUnsubscribe(token: string): { subscriberId: string } | undefined;
}

/** @param settings.publicUrl where readers reach the web page, without a trailing slash */
export function createLinks(settings: { secretKey: string; publicUrl: string }): Links {
  const leaving = deriveKey(settings.secretKey, 'link unsubscribe');
  return {
    unsubscribe: ({ id }) => `${settings.publicUrl}/unsubscribe/${signToken(leaving, id)}`,
    readUnsubscribe(token) {
      const subscriberId = readToken(leaving, token);
      return subscriberId === undefined ? undefined : { subscriberId };
    },
  };
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
