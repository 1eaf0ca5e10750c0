import { createHmac, timingSafeEqual } from 'node:crypto';

const MARK_BYTES = 16;

/** Makes texts that a client hands back and cannot make or change: places in a list, what was asked for. */
export interface Seals {
  seal(purpose: string, value: unknown): string;
  /** Undefined when the text was cut short, changed, or sealed for another purpose. */
  open(purpose: string, text: string): unknown;
}

/** Seals with a key of 32 bytes. Nothing in them is secret; they are only whole. */
export function createSeals(key: Buffer): Seals {
  const markOf = (purpose: string, body: Buffer) =>
    createHmac('sha256', key).update(`${purpose}\n`).update(body).digest().subarray(0, MARK_BYTES);
  return {
    seal(purpose, value) {
      const body = Buffer.from(JSON.stringify(value));
      return Buffer.concat([markOf(purpose, body), body]).toString('base64url');
    },
    open(purpose, text) {
      const whole = Buffer.from(text, 'base64url');
      // Buffers are read leniently: only the very text that was made counts.
      if (whole.length <= MARK_BYTES || whole.toString('base64url') !== text) return undefined;
      const body = whole.subarray(MARK_BYTES);
      if (!timingSafeEqual(whole.subarray(0, MARK_BYTES), markOf(purpose, body))) return undefined;
      return JSON.parse(body.toString());
    },
  };
}
