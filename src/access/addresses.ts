import { createHmac } from 'node:crypto';
import { deriveKey } from './keys.js';

/** A keyed HMAC-SHA-256 of an address: enough to know it again, not enough to write to it. Same address, any case. */
export function createAddressHasher(secretKey: string): (email: string) => string {
  const key = deriveKey(secretKey, 'address');
  return (email) => createHmac('sha256', key).update(email.toLowerCase()).digest('base64url');
}
