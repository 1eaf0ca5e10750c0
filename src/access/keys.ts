import { hkdfSync } from 'node:crypto';

/** A 32-byte key of its own for each purpose (HKDF, RFC 5869), so that what one key signs no other accepts. */
export function deriveKey(secretKey: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, '', `broadsheet ${purpose}`, 32));
}

/** Tells two secret keys apart without giving either away; 32 hexadecimal digits. */
export function fingerprint(secretKey: string): string {
  return deriveKey(secretKey, 'fingerprint').toString('hex', 0, 16);
}
