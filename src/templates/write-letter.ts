import { escapeHtml } from './escape-html.js';
import type { Link } from './show-paper.js';
import type { Template } from './template.js';
import { wrapText } from './wrap-text.js';
import { escapeAll } from './write-html.js';
import { writeMasthead, writeTextFoot } from './write-text.js';

/** What a single mail says, in both of its parts; not yet escaped. */
export interface LetterWording {
  site: { title: string; postalAddress: string };
  subject: string;
  dateline: string;
  title: string;
  paragraphs: string[];
  action?: Link;
  notes: string[];
  reason: string;
  /** At the foot. */
  links: Link[];
}

/** Fills in the HTML part. */
export function writeLetterHtml(template: Template, wording: LetterWording): string {
  const { site, subject, dateline, title, reason, action, links, paragraphs, notes } = wording;
  const repeat = (block: Template, texts: string[]) =>
    texts.map((text) => block.fill(escapeAll({ text }))).join('');
  return template.fill({
    ...escapeAll({ siteTitle: site.title, subject, dateline, title, reason, preheader: paragraphs[0] ?? '' }),
    paragraph: repeat(template.block('paragraph'), paragraphs),
    action: action && template.block('action').fill(escapeAll({ ...action })),
    note: repeat(template.block('note'), notes),
    actions: fillActions(template.block('actions'), links),
    address: site.postalAddress && template.block('address').fill({ text: escapeHtml(site.postalAddress) }),
  });
}

function fillActions(block: Template, links: Link[]): string {
  if (links.length === 0) return '';
  return block.fill({ link: links.map((link) => block.block('link').fill(escapeAll({ ...link }))).join('') });
}

/** The text part: 72 columns, addresses never broken. */
export function writeLetterText(wording: LetterWording): string {
  const { site, dateline, title, paragraphs, action, notes, reason, links } = wording;
  const blocks = [
    wrapText(title.toUpperCase()),
    ...paragraphs.map((text) => wrapText(text)),
    ...(action ? [`${action.label}:\n${action.url}`] : []),
    ...notes.map((text) => wrapText(text)),
  ];
  const foot = links.map(({ label, url }) => `${label}: ${url}`);
  return `${writeMasthead(site.title, dateline)}${blocks.join('\n\n')}\n\n${writeTextFoot(reason, foot, site.postalAddress)}`;
}
