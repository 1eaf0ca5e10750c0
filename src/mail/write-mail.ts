import { createTransport } from 'nodemailer';
import { DeliveryError } from '../errors.js';
import type { Message } from '../model/message.js';
import { composeMail } from './compose-mail.js';

/** A message as it goes over the wire (RFC 5322, lines ended by CRLF). Raises `DeliveryError` when it cannot be put together. */
export async function writeMail(message: Message): Promise<Buffer> {
  const builder = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  const { message: built } = await builder.sendMail(composeMail(message));
  if (!Buffer.isBuffer(built)) throw new DeliveryError('mail: it was not built whole');
  return built;
}
