import { RenderError } from '../errors.js';
import type { Edition } from '../model/edition.js';

const CONTROL = /\p{Cc}/u;
/** What would make one address two, or end its header. Quoted local parts are not used by readers' mailboxes. */
const UNSAFE_IN_ADDRESS = /[\p{Cc}\s,;:<>()"\\]/u;

/** Raises `RenderError` when a value would end its header line. The value is not told: it may be an address. */
export function requireHeaderValue(value: string, what: string): string {
  if (CONTROL.test(value)) throw new RenderError(`${what} holds a control character`);
  return value;
}

/** Raises `RenderError` unless the text is one bare address. */
export function requireAddress(address: string, subscriberId: string): string {
  if (UNSAFE_IN_ADDRESS.test(address) || !/^[^@]+@[^@]+$/.test(address))
    throw new RenderError('the reader has no usable address', { context: { subscriberId } });
  return address;
}

/** `Broadsheet <daily.papers.example.org>` (RFC 2919). */
export function writeListId(siteTitle: string, publicUrl: string, cadence: Edition['cadence']): string {
  const { hostname } = new URL(publicUrl);
  const phrase = siteTitle.replace(/[^A-Za-z0-9 ]/g, '').trim();
  const domain = /[a-z]/i.test(hostname) && !hostname.startsWith('[') ? hostname : 'localhost';
  return `${phrase ? `${phrase} ` : ''}<${cadence}.${domain}>`;
}

/** What keeps holiday notices away (RFC 3834, section 5). */
export const AUTOMATIC: Readonly<Record<string, string>> = { 'Auto-Submitted': 'auto-generated' };

/** Where answers go; nothing when they may go to the sender. */
export function writeReplyTo(replyTo = ''): Record<string, string> {
  return replyTo === '' ? {} : { 'Reply-To': replyTo };
}

/** Which list a mail is of, and how to leave it: by the link, by its one-click twin, by a mail (RFC 2369, RFC 8058). */
export function writeListHeaders(listId: string, leaveUrl: string, mailto?: string): Record<string, string> {
  const byMail = mailto === undefined ? '' : `, <${mailto}>`;
  return {
    'List-Id': listId,
    'List-Unsubscribe': requireHeaderValue(`<${leaveUrl}>${byMail}`, 'List-Unsubscribe'),
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
}
