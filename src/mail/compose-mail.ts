import { randomBytes } from 'node:crypto';
import { domainToASCII } from 'node:url';
import addressparser from 'nodemailer/lib/addressparser';
import { foldLines } from 'nodemailer/lib/mime-funcs';
import MimeNode from 'nodemailer/lib/mime-node';
import { DeliveryError } from '../errors.js';
import type { Message } from '../model/message.js';

/** Who sends and who gets it, as the mail server is told (RFC 5321, section 3.3). */
export interface MailEnvelope {
  from: string;
  to: string;
}

/** Encodes values of headers (RFC 2047), and the names in addresses. */
const encoder = new MimeNode(false, { textEncoding: 'quoted-printable' });

/** What stands between the parts. No quoted-printable holds `=_` (RFC 2045, section 6.7). */
export const createBoundary = (): string => `=_${randomBytes(12).toString('hex')}`;

/**
 * Writes the headers of a message whose parts say the same in two ways (multipart/alternative), each with its line end.
 * No value can start a header of its own. Raises `DeliveryError` when `to` is not exactly one address or a header has an
 * impossible name.
 */
export function composeHead(message: Message, boundary: string): string {
  const { from, to, subject, messageId, date, headers } = message;
  return [
    ...Object.entries(headers).map(([name, value]) => writeHeader(cleanName(name), oneLine(value))),
    writeHeader('From', oneLine(from)),
    writeHeader('To', readMailbox(to)),
    writeHeader('Subject', oneLine(subject)),
    writeHeader('Message-ID', oneLine(messageId)),
    `Date: ${date.toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative;\r\n boundary="${boundary}"`,
    '',
  ].join('\r\n');
}

function writeHeader(name: string, value: string | Mailbox): string {
  return foldLines(`${name}: ${isPlain(name, value) ? value : encoder.encodeHeaderValue(name, value)}`, 76);
}

/** Most values stand as they are; addresses and Message-IDs are looked at. */
function isPlain(name: string, value: string | Mailbox): value is string {
  return (
    typeof value === 'string' &&
    /^(?!.*=\?)[ -~]*$/.test(value) &&
    !/^(from|reply-to|message-id)$/i.test(name)
  );
}

/** Raises `DeliveryError` when the sender or the receiver is not exactly one address. */
export function composeEnvelope(message: Message, bounceAddress?: string): MailEnvelope {
  return {
    from: readAddress(message.returnPath ?? bounceAddress ?? message.from),
    to: readAddress(message.to),
  };
}

/** The address alone; its domain as the servers of names know it (RFC 5890). */
function readAddress(text: string): string {
  const { address } = readMailbox(text);
  const at = address.lastIndexOf('@') + 1;
  return address.slice(0, at) + (domainToASCII(address.slice(at)) || address.slice(at));
}

interface Mailbox {
  name: string;
  address: string;
}

function readMailbox(text: string): Mailbox {
  const [mailbox, ...others] = addressparser(oneLine(text), { flatten: true });
  if (!mailbox?.address.includes('@') || others.length > 0)
    throw new DeliveryError('mail: not exactly one address', { retry: 'never' });
  return { name: mailbox.name, address: mailbox.address };
}

/** Header names are printable ASCII without a colon (RFC 5322, section 3.6.8); ours are letters, digits and hyphens. */
function cleanName(name: string): string {
  if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(name))
    throw new DeliveryError('mail: a header has an impossible name', { retry: 'never' });
  return name.replace(/-Id$/, '-ID');
}

/** Line breaks and control characters become one space: the only way into the headers (RFC 5322, section 2.2). */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
