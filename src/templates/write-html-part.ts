import { escapeHtml } from './escape-html.js';
import type { ReaderPaper } from './prepare-paper.js';
import type { Template } from './template.js';
import { type ReaderSection, trimSections } from './trim-sections.js';
import type { Lead } from './word-digest.js';
import type { ShownMoves } from './word-profiles.js';
import { escapeAll, fillLead, fillMoves } from './write-html.js';

/** What one reader's page says around its papers; not yet escaped. */
export interface Wording {
  subject: string;
  preheader: string;
  lead: Lead;
  moves: ShownMoves;
  reason: string;
  /** The edition as this reader gets it, in a browser. */
  viewUrl: string;
  archiveUrl: string;
  leaveUrl: string;
  preferencesUrl: string | undefined;
}

/** The HTML of a mail, and what it holds after trimming. */
export interface HtmlPart {
  html: string;
  sections: ReaderSection[];
  /** Papers left out at the bottom. */
  left: number;
}

/** Fills in the HTML part; its bytes stay within `maxBytes`. Raises `RenderError` when not even the frame fits. */
export function writeHtmlPart(
  frame: Template,
  wording: Wording,
  all: ReaderSection[],
  maxBytes: number,
): HtmlPart {
  const page = bindWording(frame, wording);
  const writeMore = (count: number) =>
    frame.block('more').fill(escapeAll({ url: wording.viewUrl, count: String(count) }));
  const room = maxBytes - Buffer.byteLength(page.fill({ paper: '' }));
  const total = listRows(all).length;
  const sections = trimSections(all, room, Buffer.byteLength(writeMore(total)));
  const left = total - listRows(sections).length;
  const paper = sections.reduce(addRows, '');
  return { html: page.fill({ paper, more: left > 0 ? writeMore(left) : '' }), sections, left };
}

function bindWording(frame: Template, wording: Wording): Template {
  const { subject, preheader, reason, viewUrl, leaveUrl, preferencesUrl, lead, moves } = wording;
  return frame.bind({
    ...escapeAll({ subject, preheader, reason, viewUrl, leaveUrl }),
    ...fillLead(frame, lead),
    profiles: fillMoves(frame.block('profiles'), moves),
    preferences: preferencesUrl && frame.block('preferences').fill({ url: escapeHtml(preferencesUrl) }),
  });
}

/** Adds instead of joining: a join copies all that was joined before, and mails are long. */
function addRows(before: string, { html, papers }: ReaderSection): string {
  return papers.reduce((rows, row) => rows + row.html, before + html);
}

/** The papers of all sections, from the top. */
export function listRows(sections: ReaderSection[]): ReaderPaper[] {
  return sections.flatMap(({ papers }) => papers);
}
