import { RenderError } from '../errors.js';
import { cleanText, linkableUrl } from './clean-text.js';
import { requireHeaderValue } from './message-headers.js';
import type { HouseSettings } from './renderer.js';

const WORKING_DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];

/** The settings with texts clean, addresses checked and defaults in place. Raises `RenderError`. */
export function checkSettings<T extends HouseSettings>(settings: T): T & { days: readonly string[] } {
  const { site, mail, days = WORKING_DAYS } = settings;
  const publicUrl = linkableUrl(site.publicUrl)?.replace(/(?<!\/)\/+$/, '');
  if (publicUrl === undefined) throw new RenderError('PUBLIC_URL is not an http or https address');
  requireHeaderValue(mail.from, 'MAIL_FROM');
  requireHeaderValue(mail.replyTo ?? '', 'mail.replyTo');
  const title = cleanText(site.title, 80);
  const postalAddress = cleanText(site.postalAddress, 300);
  return { ...settings, site: { title, postalAddress, publicUrl }, days };
}
