import type { Digest, DigestPaper } from '../model/digest.js';
import type { Edition } from '../model/edition.js';
import { cleanText, linkableUrl, shortenText } from './clean-text.js';
import { formatDay } from './word-dates.js';
import { formatCount, isCount, nameCount } from './word-numbers.js';
import type { ShownMoves } from './word-profiles.js';

const SUBJECT_LENGTH = 78;

/** What the top of a mail says, in words; not yet escaped. */
export interface Lead {
  /** `17 new papers today; 4 for you.` */
  headline: string;
  rising?: { title: string; url?: string; gained: string; since: string };
  /** `Not read in time: …`, when a source is missing in the edition. */
  missing?: string;
}

function listPapers(digest: Digest): DigestPaper[] {
  return digest.sections.flatMap(({ papers }) => papers);
}

export function writeLead(digest: Digest): Lead {
  const rising = describeRising(digest);
  const missing = describeMissing(digest.edition.missing);
  return { headline: writeHeadline(digest), ...(rising && { rising }), ...(missing && { missing }) };
}

function writeHeadline(digest: Digest): string {
  const { editionPapers } = digest;
  const papers = listPapers(digest);
  const when = digest.edition.cadence === 'weekly' ? 'this week' : 'today';
  const all = editionPapers > 0 ? nameCount(editionPapers, 'new paper') : 'No new papers';
  if (papers.length > 0) return `${all} ${when}; ${countForReader(papers)}.`;
  if (digest.profiles.length > 0) return `${all} ${when}${editionPapers > 0 ? '; none for you' : ''}.`;
  return editionPapers > 0 ? `Nothing new for you ${when}. ${all} in all.` : `Nothing new ${when}.`;
}

function countForReader(papers: DigestPaper[]): string {
  const revised = papers.filter((paper) => paper.revised).length;
  if (revised === papers.length) return `${revised} revised for you`;
  return `${papers.length} for you${revised > 0 ? `, ${revised} of them revised` : ''}`;
}

function describeRising({ rising, edition }: Digest): Lead['rising'] {
  if (!rising || !isCount(rising.gained) || rising.gained === 0) return undefined;
  const url = linkableUrl(rising.url);
  return {
    title: cleanText(rising.title, 90),
    ...(url && { url }),
    gained: formatCount(rising.gained),
    // A weekly mail may be read days after the votes were counted.
    since: edition.cadence === 'weekly' ? 'within a day' : 'since yesterday',
  };
}

function describeMissing(missing: string[]): string | undefined {
  if (missing.length === 0) return undefined;
  const named = missing.slice(0, 8).map((source) => cleanText(source, 60));
  const rest = missing.length - named.length;
  return `Not read in time: ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`;
}

/** `Broadsheet, Fri 21 Aug`: how every subject of an edition begins. */
export function writeSubjectHead(
  { cadence, date }: Pick<Edition, 'cadence' | 'date'>,
  siteTitle: string,
): string {
  const weekly = cadence === 'weekly' ? ' weekly' : '';
  return `${shortenText(siteTitle, 24)}${weekly}, ${formatDay(date, 'ccc d LLL')}`;
}

/** What a subject may name: the papers, or what moved at followed profiles when that is all there is. */
export function listHeadlines(papers: string[], { shown }: ShownMoves): string[] {
  return papers.length > 0 ? papers : shown.map(({ name, moves }) => `${name}, ${moves}`);
}

/** The same pattern each day, at most 78 UTF-16 units, one line. `titles` are clean. */
export function writeSubject(head: string, titles: string[]): string {
  const [first] = titles;
  if (first === undefined) return `${head}: nothing new`;
  const tail = titles.length > 1 ? ` and ${titles.length - 1} more` : '';
  return `${head}: ${shortenText(first, SUBJECT_LENGTH - head.length - 2 - tail.length)}${tail}`;
}

/** The line that mail programs show beside the subject, which holds the first title already. */
export function writePreheader({ headline }: Lead, titles: string[]): string {
  const others = titles.slice(1, 3).map((title) => shortenText(title, 60));
  return others.length > 0 ? `${headline} Also: ${others.join('; ')}` : headline;
}
