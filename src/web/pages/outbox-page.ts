import { sayMoment } from '../dates.js';
import type { OutboxEntry, OutboxMessage } from '../web-needs.js';
import type { DeskFrame } from './desk-frame.js';

/** The mails in the outbox. */
export interface OutboxPage {
  desk: DeskFrame;
  mails: { href: string; subject: string; to: string; date: string; size: string }[];
}

/** One mail of the outbox. */
export interface MailPage {
  desk: DeskFrame;
  subject: string;
  size: string;
  headers: readonly { name: string; value: string }[];
  /** Where the HTML part is shown by itself. */
  htmlHref?: string;
  text?: string;
}

/** Lists mails. */
export function viewOutbox(entries: OutboxEntry[], timeZone: string, desk: DeskFrame): OutboxPage {
  const mails = entries.map(({ name, subject, to, date, size }) => ({
    href: mailHref(name),
    subject,
    to,
    date: sayMoment(date, timeZone),
    size: saySize(size),
  }));
  return { desk, mails };
}

/** Lays out one mail. */
export function viewMail(name: string, mail: OutboxMessage, desk: DeskFrame): MailPage {
  return {
    desk,
    subject: mail.subject,
    size: saySize(mail.size),
    headers: mail.headers,
    ...(mail.html && { htmlHref: `${mailHref(name)}/html` }),
    ...(mail.text && { text: mail.text }),
  };
}

/** `812 B`, `34 KB`; a KB is 1024 bytes. */
export function saySize(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${Math.round(bytes / 1024)} KB`;
}

/** Makes the links of a mail open elsewhere instead of inside the frame that shows it. */
export function openLinksElsewhere(html: string): string {
  const base = '<base target="_blank">';
  const head = /<head\b[^<>]*>/i;
  return head.test(html) ? html.replace(head, (tag) => tag + base) : base + html;
}

const mailHref = (name: string): string => `/outbox/${encodeURIComponent(name)}`;
