import { createHmac, timingSafeEqual } from 'node:crypto';
import type { MailedTo } from '../model/bounce.js';
import { deriveKey } from './keys.js';

/** Addresses that say whom a mail went to, so that what comes back is known by where it comes to. */
export interface ReturnPaths {
  /** `bounces+TOKEN@…`: the sender on the envelope of one reader's mail; absent when no mail can come back to us. */
  returnPath(mail: MailedTo): string | undefined;
  /** Whose mail a token of `returnPath` is, the generation modulo 256; absent when it is malformed or was not signed here. */
  readReturnPath(token: string): MailedTo | undefined;
}

/** Eight bytes: whoever guesses has to send a mail for each guess. */
const MAC_BYTES = 8;
const ID_BYTES = 16;
const DAY_BYTES = 3;
const PAYLOAD_BYTES = ID_BYTES + DAY_BYTES + 1;
const MARKS = { daily: 0, weekly: 0x800000, letter: 0x400000 } as const;
/** The bits below the marks: days until the year 13,000. */
const MARK = 0x400000;
/** A return path tells so many generations apart. */
const GENERATIONS = 256;
const DAY_MS = 86_400_000;

/** Mail servers may change the case of what stands before the @, so the letters have none (RFC 4648, section 6). */
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

/** @param bounceAddress at most 18 characters before the @: with 46 of ours they are the 64 of RFC 5321, section 4.5.3.1.1 */
export function createReturnPaths(secretKey: string, bounceAddress: string | undefined): ReturnPaths {
  const key = deriveKey(secretKey, 'return path');
  const [, name = '', domain = ''] = /^([^@]*)@([^@]*)$/.exec(bounceAddress ?? '') ?? [];
  return {
    returnPath(mail) {
      if (name === '') return undefined;
      const payload = packMail(mail);
      return `${name}+${toLetters(Buffer.concat([macOf(key, payload), payload]))}@${domain}`;
    },
    readReturnPath(token) {
      const bytes = fromLetters(token.toLowerCase());
      if (bytes?.length !== MAC_BYTES + PAYLOAD_BYTES) return undefined;
      const payload = bytes.subarray(MAC_BYTES);
      return timingSafeEqual(bytes.subarray(0, MAC_BYTES), macOf(key, payload))
        ? unpackMail(payload)
        : undefined;
    },
  };
}

function macOf(key: Buffer, payload: Buffer): Buffer {
  return createHmac('sha256', key).update(payload).digest().subarray(0, MAC_BYTES);
}

/** The reader's id; cadence and date in three bytes, the days since 1970 below the cadence's mark; the last byte of the generation. */
function packMail({ subscriberId, generation, cadence, date }: MailedTo): Buffer {
  const payload = Buffer.alloc(PAYLOAD_BYTES);
  payload.write(subscriberId.replaceAll('-', ''), 'hex');
  const days = Math.floor(Date.parse(date) / DAY_MS);
  payload.writeUIntBE(days + MARKS[cadence], ID_BYTES, DAY_BYTES);
  payload.writeUInt8(generation % GENERATIONS, PAYLOAD_BYTES - 1);
  return payload;
}

function unpackMail(payload: Buffer): MailedTo {
  const packed = payload.readUIntBE(ID_BYTES, DAY_BYTES);
  const hex = payload.toString('hex', 0, ID_BYTES);
  return {
    subscriberId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    generation: payload.readUInt8(PAYLOAD_BYTES - 1),
    cadence: packed >= MARKS.weekly ? 'weekly' : packed >= MARKS.letter ? 'letter' : 'daily',
    date: new Date((packed % MARK) * DAY_MS).toISOString().slice(0, 10),
  };
}

/** Five bits a letter; what is left of the last one is zero. */
function toLetters(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => LETTERS.charAt(Number.parseInt(five.padEnd(5, '0'), 2)))
    .join('');
}

/** Only the one spelling that `toLetters` gives. */
function fromLetters(text: string): Buffer | undefined {
  if (!/^[a-z2-7]+$/.test(text)) return undefined;
  const bits = [...text].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
  return toLetters(bytes) === text ? bytes : undefined;
}
