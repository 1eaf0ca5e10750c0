import type { SendMailOptions } from 'nodemailer';
import addressparser from 'nodemailer/lib/addressparser';
import { DeliveryError } from '../errors.js';
import type { Message } from '../model/message.js';

/**
 * Turns a message into what nodemailer sends: multipart/alternative, plain text first (RFC 2046, section 5.1.4).
 * No value can start a header of its own, and no content is read from a file or an address.
 * Raises `DeliveryError` when `to` is not exactly one address or a header has an impossible name.
 */
export function composeMail(message: Message): SendMailOptions {
  return {
    messageId: oneLine(message.messageId),
    date: message.date,
    from: oneLine(message.from),
    to: readMailbox(message.to),
    subject: oneLine(message.subject),
    headers: Object.fromEntries(Object.entries(message.headers).map(cleanHeader)),
    text: message.text,
    html: message.html,
    xMailer: false,
    encoding: 'quoted-printable',
    textEncoding: 'quoted-printable',
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** The address alone, for an envelope. Raises `DeliveryError` when the text is not exactly one address. */
export function readAddress(text: string): string {
  return readMailbox(text).address;
}

function readMailbox(text: string): { name: string; address: string } {
  const [mailbox, ...others] = addressparser(oneLine(text), { flatten: true });
  if (!mailbox?.address.includes('@') || others.length > 0)
    throw new DeliveryError('mail: not exactly one address', { retry: 'never' });
  return { name: mailbox.name, address: mailbox.address };
}

/** Header names are printable ASCII without a colon (RFC 5322, section 3.6.8); ours are letters, digits and hyphens. */
function cleanHeader([name, value]: [string, string]): [string, string] {
  if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(name))
    throw new DeliveryError('mail: a header has an impossible name', { retry: 'never' });
  return [name, oneLine(value)];
}

/** Line breaks and control characters become one space: the only way into the headers (RFC 5322, section 2.2). */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
