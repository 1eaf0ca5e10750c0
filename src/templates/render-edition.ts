import { RenderError } from '../errors.js';
import type { Digest } from '../model/digest.js';
import type { Message } from '../model/message.js';
import { cleanText, linkableUrl } from './clean-text.js';
import { escapeHtml } from './escape-html.js';
import {
  AUTOMATIC,
  requireAddress,
  requireHeaderValue,
  writeListHeaders,
  writeListId,
  writeReplyTo,
} from './message-headers.js';
import { createPaperPreparer } from './prepare-paper.js';
import { makeStretch } from './quote-text.js';
import type { Envelope, Frontpage, RenderDigest, RendererSettings } from './renderer.js';
import type { Template } from './template.js';
import type { ReaderSection } from './trim-sections.js';
import { createReasonWriter, formatDay } from './word-dates.js';
import { listHeadlines, writeLead, writePreheader, writeSubject, writeSubjectHead } from './word-digest.js';
import { showMoves } from './word-profiles.js';
import { escapeAll } from './write-html.js';
import { listRows, type Wording, writeHtmlPart } from './write-html-part.js';
import { writeText } from './write-text.js';

/** The settings with texts clean, addresses checked and defaults in place. */
export type CheckedSettings = RendererSettings & Required<Pick<RendererSettings, 'days'>>;

/** What is the same in all mails of an edition. */
interface EditionParts {
  settings: CheckedSettings;
  subjectHead: string;
  dateline: string;
  /** The edition on the web, whole, with a list of the others. */
  archiveUrl: string;
  listId: string;
  writeReason: ReturnType<typeof createReasonWriter>;
  /** The template with the slots of settings and edition filled in. */
  frame: Template;
}

/** Prepares an edition for its readers. */
export function createEditionRenderer(
  edition: Frontpage,
  template: Template,
  settings: CheckedSettings,
): RenderDigest {
  const parts = prepareEdition(edition, template, settings);
  const prepareSections = createSectionPreparer(template);
  return (digest, envelope) => {
    if (digest.edition.id !== edition.id)
      throw new RenderError('the digest is of another edition', { context: { editionId: edition.id } });
    return writeMessage(parts, digest, prepareSections(digest), envelope);
  };
}

function prepareEdition(edition: Frontpage, template: Template, settings: CheckedSettings): EditionParts {
  const { title, postalAddress, publicUrl } = settings.site;
  const isWeekly = edition.cadence === 'weekly';
  const date = formatDay(edition.date, isWeekly ? "'Weekly edition,' d LLLL yyyy" : 'cccc, d LLLL yyyy');
  const number = String(edition.number);
  const archiveUrl = `${publicUrl}/editions/${edition.date}${isWeekly ? '?cadence=weekly' : ''}`;
  const frame = template.bind({
    ...escapeAll({ siteTitle: title, date, number, archiveUrl }),
    address: postalAddress && template.block('address').fill(escapeAll({ text: postalAddress })),
  });
  return {
    settings,
    subjectHead: writeSubjectHead(edition, title),
    dateline: `${date} · No. ${number}`,
    archiveUrl,
    listId: writeListId(title, publicUrl, edition.cadence),
    writeReason: createReasonWriter(settings.days),
    frame,
  };
}

function createSectionPreparer(template: Template): (digest: Digest) => ReaderSection[] {
  const preparePaper = createPaperPreparer(template.block('paper'));
  const heading = template.block('section');
  return ({ sections }) =>
    sections
      .filter(({ papers }) => papers.length > 0)
      .map((section) => {
        const title = cleanText(section.title, 80);
        const row = makeStretch(heading.fill({ name: escapeHtml(title) }));
        return { title, heading: row, papers: section.papers.map(preparePaper) };
      });
}

function writeMessage(
  parts: EditionParts,
  digest: Digest,
  prepared: ReaderSection[],
  { messageId, date }: Envelope,
): Message {
  const { settings, frame, dateline, listId } = parts;
  const { subscriber } = digest;
  const wording = wordMail(parts, digest, prepared);
  const { html, sections, left } = writeHtmlPart(frame, wording, prepared, settings.mail.maxHtmlBytes);
  const text = writeText({ ...wording, site: settings.site, dateline, sections, left });
  return {
    messageId: requireHeaderValue(messageId, 'Message-ID'),
    from: settings.mail.from,
    to: requireAddress(subscriber.email, subscriber.id),
    subject: wording.subject,
    date,
    headers: {
      ...writeReplyTo(settings.mail.replyTo),
      ...writeListHeaders(listId, wording.leaveUrl, settings.links.unsubscribeMailto?.(subscriber)),
      ...AUTOMATIC,
    },
    html: html.text,
    text: text.text,
    quoted: { html: html.quoted, text: text.quoted },
    paperIds: listRows(sections).map(({ paperId }) => paperId),
  };
}

function wordMail(parts: EditionParts, digest: Digest, prepared: ReaderSection[]): Wording {
  const { subscriber, edition, profiles } = digest;
  const { links } = parts.settings;
  const moves = showMoves(profiles);
  const papers = listRows(prepared).map(({ title }) => title);
  const lead = writeLead(digest);
  return {
    subject: writeSubject(parts.subjectHead, listHeadlines(papers, moves)),
    preheader: writePreheader(lead, papers),
    lead,
    moves,
    reason: parts.writeReason(subscriber),
    viewUrl: linkableUrl(links.edition?.(subscriber, edition)) ?? parts.archiveUrl,
    archiveUrl: parts.archiveUrl,
    leaveUrl: requireLink(links.unsubscribe(subscriber)),
    preferencesUrl: linkableUrl(links.preferences?.(subscriber)),
  };
}

function requireLink(url: string): string {
  const link = linkableUrl(url);
  if (link === undefined) throw new RenderError('the link for leaving is not an http or https address');
  return link;
}
