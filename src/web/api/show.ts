import type { z } from 'zod';
import type { EditionPaper } from '../../model/edition.js';
import type { Scan } from '../../model/scan.js';
import type { DeliveryRow, EditionHead, NewsPaper } from '../../store/store.js';
import type * as answers from './answers.js';

type Shown<Schema extends z.ZodType> = z.input<Schema>;

/** A paper with all that is believed of it. `shown` is the same one as pages show it. */
export function showPaper(
  { paper, newsAt, featuredOn }: NewsPaper,
  shown: EditionPaper,
): Shown<typeof answers.Paper> {
  const { publishedAt, projectUrl, keywords, categories, version, withdrawn } = paper;
  return {
    ...showShared(shown),
    firstSeenAt: newsAt.toISOString(),
    keywords,
    categories,
    ...(featuredOn !== undefined && { featuredOn }),
    ...(publishedAt !== undefined && { publishedAt }),
    ...(projectUrl !== undefined && { projectUrl }),
    ...(version !== undefined && { version }),
    ...(withdrawn && { withdrawn }),
  };
}

/** A paper of a trending list or of an edition. */
export function showRanked(paper: EditionPaper): Shown<typeof answers.RankedPaper> {
  const { rank, score, reasons, revised } = paper;
  return { ...showShared(paper), rank, score, reasons, revised };
}

/** The schema of an answer leaves out what it does not name. */
function showShared({ paperId, authorIds, authorNames = {}, url, ...paper }: EditionPaper) {
  const linkedAuthors = authorIds.map((id) => ({ id, name: authorNames[id] ?? '' }));
  return { ...paper, id: paperId, linkedAuthors, ...(url !== '' && { url }) };
}

/** An edition in a list. */
export function showHead({ frozenAt, ...head }: EditionHead): Shown<typeof answers.EditionHead> {
  return {
    ...head,
    frozenAt: frozenAt.toISOString(),
    url: `/api/v1/editions/${head.cadence}/${head.date}`,
  };
}

/** A scan as it is stored. */
export function showScan({ startedAt, finishedAt, counts, ...scan }: Scan): Shown<typeof answers.Scan> {
  return {
    ...scan,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt.toISOString(),
    counts: { ...counts },
  };
}

/** A delivery without the reader's address: a token may lie about where a list of readers must not. */
export function showDelivery(row: DeliveryRow): Shown<typeof answers.Delivery> {
  const { subscriberId, email, state, dueAt, attempts, papers, reason, finishedAt } = row;
  return {
    ...{ subscriberId, state, attempts, papers, address: maskAddress(email), dueAt: dueAt.toISOString() },
    ...(reason !== undefined && { reason: maskAddresses(reason) }),
    ...(finishedAt && { finishedAt: finishedAt.toISOString() }),
  };
}

/** `reader@example.org` → `r…@example.org`: the domain stays, because trouble comes by domains. */
function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const name = [...address.slice(0, at)];
  return `${name.length > 2 ? name[0] : ''}…${address.slice(at)}`;
}

/** What a mail server replies may hold the address. */
const maskAddresses = (text: string): string =>
  text.replace(/(?<![^\s<>"'(),;:])[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, maskAddress);
