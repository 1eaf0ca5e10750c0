import { encode, wrap } from 'nodemailer/lib/qp';
import type { Message } from '../model/message.js';
import { composeHead, createBoundary } from './compose-mail.js';

/** A mail as it goes over the wire, one character a byte, lines ended by CRLF. */
export interface WrittenMail {
  /** The headers, each with its line end. */
  head: string;
  /** What follows the empty line. */
  body: string;
}

/**
 * Writes a message (RFC 5322): plain text first, then HTML (RFC 2046, section 5.1.4), both in quoted-printable.
 * Raises `DeliveryError` when it cannot be put together.
 */
export function composeMail(message: Message): WrittenMail {
  const boundary = createBoundary();
  const { text, html } = message.quoted ?? { text: quote(message.text), html: quote(message.html) };
  return {
    head: toBytes(composeHead(message, boundary)),
    body: `${writePart(boundary, 'plain', text)}${writePart(boundary, 'html', html)}--${boundary}--\r\n`,
  };
}

/** The bytes of a mail; `signature` is a header before all others. */
export function joinMail({ head, body }: WrittenMail, signature = ''): Buffer {
  return Buffer.from(`${signature}${head}\r\n${body}`, 'latin1');
}

/** A message as it goes over the wire, unsigned. Raises `DeliveryError` when it cannot be put together. */
export async function writeMail(message: Message): Promise<Buffer> {
  return joinMail(composeMail(message));
}

function writePart(boundary: string, kind: 'plain' | 'html', quoted: string): string {
  return `--${boundary}\r\nContent-Type: text/${kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${quoted}\r\n`;
}

/** For messages that come without: letters are few. */
const quote = (text: string) => wrap(encode(text.replace(/\r?\n/g, '\r\n')), 76);

/** An address in the headers may hold any character (RFC 6531); all else has been encoded. */
const toBytes = (head: string) => Buffer.from(head).toString('latin1');
