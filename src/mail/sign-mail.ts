import { createHash, createPrivateKey, sign } from 'node:crypto';
import { promisify } from 'node:util';
import RelaxedBody from 'nodemailer/lib/dkim/relaxed-body.js';
import dkim from 'nodemailer/lib/dkim/sign.js';
import { foldLines } from 'nodemailer/lib/mime-funcs';
import type { SigningKey } from './read-signing-key.js';
import type { WrittenMail } from './write-mail.js';

/** Writes the header that vouches for a mail (DKIM; RFC 6376), with its line end. */
export type SignMail = (mail: WrittenMail) => Promise<string>;

/** Adds to the usual list what RFC 8058, section 4, wants signed for leaving with one click. */
const SIGNED_HEADERS =
  'from:reply-to:to:subject:date:message-id:mime-version:content-type:list-id:list-unsubscribe:list-unsubscribe-post';

/** RSA runs on a thread of Node's own pool: it takes longer than everything else that is done for a mail. */
const signAside = promisify(sign);

/** Signs with RSA-SHA256, relaxed for headers and body. */
export function createSigner({ domain, selector, privateKey }: SigningKey): SignMail {
  const key = createPrivateKey(privateKey);
  return async ({ head, body }) => {
    const signed = dkim.relaxedHeaders(readHeaders(head), SIGNED_HEADERS);
    const tags = [
      ...['v=1', 'a=rsa-sha256', 'c=relaxed/relaxed', `d=${domain}`, 'q=dns/txt', `s=${selector}`],
      ...[`bh=${hashBody(body)}`, `h=${signed.fieldNames}`],
    ];
    const field = `${foldLines(`DKIM-Signature: ${tags.join('; ')}`, 76)};\r\n b=`;
    const own = dkim.relaxedHeaders([{ key: 'dkim-signature', line: field }], 'dkim-signature');
    const data = Buffer.from(signed.headers + own.headers.trimEnd(), 'latin1');
    const signature = await signAside('sha256', data, key);
    return `${field}${signature.toString('base64').replace(/.{75}(?=.)/g, '$&\r\n ')}\r\n`;
  };
}

/** Each header whole, with its name (RFC 5322, section 2.2.3: a line that begins with a space goes on with the one before). */
function readHeaders(head: string): { key: string; line: string }[] {
  return head
    .trimEnd()
    .split(/\r\n(?![ \t])/)
    .map((line) => ({ key: line.slice(0, line.indexOf(':')).toLowerCase(), line }));
}

/** Where lines hold white space that the relaxed form would change (section 3.4.4): runs, tabs, or at their end. */
const LOOSE = /[ \t]\r\n| {2}|\t|\r\n\r\n$/;

/** A body in quoted-printable is in the relaxed form already, as a rule: then nothing is copied. */
function hashBody(body: string): string {
  if (!LOOSE.test(body)) return createHash('sha256').update(body, 'latin1').digest('base64');
  const relaxed = new RelaxedBody();
  relaxed.updateHash(Buffer.from(body, 'latin1'), true);
  return relaxed.bodyHash.digest('base64');
}
