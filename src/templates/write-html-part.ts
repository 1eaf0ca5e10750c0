import { escapeHtml } from './escape-html.js';
import type { ReaderPaper } from './prepare-paper.js';
import { joinStretches, quotePiece, type Stretch } from './quote-text.js';
import type { Template, Values } from './template.js';
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
  html: Stretch;
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
  const values = fillWording(frame, wording);
  const writeMore = (count: number) =>
    frame.block('more').fill(escapeAll({ url: wording.viewUrl, count: String(count) }));
  const room = maxBytes - Buffer.byteLength(frame.fill({ ...values, paper: '' }));
  const total = listRows(all).length;
  const sections = trimSections(all, room, Buffer.byteLength(writeMore(total)));
  const left = total - listRows(sections).length;
  const paper = joinStretches(
    sections.flatMap(({ heading, papers }) => [heading, ...papers.map(({ row }) => row)]),
  );
  const html = fillPage(frame, { ...values, more: left > 0 ? writeMore(left) : '' }, paper);
  return { html, sections, left };
}

function fillWording(frame: Template, wording: Wording): Values {
  const { subject, preheader, reason, viewUrl, leaveUrl, preferencesUrl, lead, moves } = wording;
  return {
    ...escapeAll({ subject, preheader, reason, viewUrl, leaveUrl }),
    ...fillLead(frame, lead),
    profiles: fillMoves(frame.block('profiles'), moves),
    preferences: preferencesUrl && frame.block('preferences').fill({ url: escapeHtml(preferencesUrl) }),
  };
}

function fillPage(frame: Template, values: Values, paper: Stretch): Stretch {
  const quoted = Object.entries(values).map(([name, text]) => [name, text && quotePiece(text)]);
  return {
    text: frame.fill({ ...values, paper: paper.text }),
    quoted: frame.quoted().fill({ ...Object.fromEntries(quoted), paper: paper.quoted }),
  };
}

/** The papers of all sections, from the top. */
export function listRows(sections: ReaderSection[]): ReaderPaper[] {
  return sections.flatMap(({ papers }) => papers);
}
