import { DateTime } from 'luxon';
import { z } from 'zod';
import { ParseError } from '../../errors.js';
import type { Day } from '../../model/clock.js';
import type { Sighting } from '../../model/paper.js';
import type { Reading, Scope } from '../../model/scan.js';
import { readAccents } from './arxiv-accents.js';
import { finishSighting, keepCategories } from './arxiv-entry.js';
import { splitNames } from './arxiv-names.js';
import { requireVersionedId } from './arxiv-versioned-id.js';
import { childrenOf, innerText, textOf, textsOf, type XmlElement } from './arxiv-xml.js';
import { readDoi } from './feed-doi.js';
import { missingLandmark } from './missing-landmark.js';
import { readPapers } from './read-papers.js';

/** What begins the description: `arXiv:2203.01250v3 Announce Type: replace-cross Abstract: …`. */
const PREAMBLE = /^arXiv:\S+ Announce Type: (\S+)\s*(?:Abstract:\s*)?/;

/** The values of https://info.arxiv.org/help/rss_specifications.html; a `replace…` is a new version of a known paper. */
const AnnounceType = z.enum(['new', 'cross', 'replace', 'replace-cross'], 'the announce type is unknown');

/**
 * Reads a day's announcements in RSS 2.0 or Atom. New papers and cross-lists are featured on the day; new versions
 * are not, so they are no news. `covers` is the day in arXiv's time zone that the papers name, else the feed: a feed
 * that still serves the batch before is of an older day. A weekend's feed has no papers.
 */
export function readAnnouncements(sourceId: string, feed: XmlElement, { category }: Scope): Reading {
  const channel = childrenOf(feed, 'channel')[0] ?? feed;
  refuseOther(sourceId, textOf(channel, 'title'), category);
  const papers = [...childrenOf(channel, 'item'), ...childrenOf(channel, 'entry')];
  const stated = dayIn(channel, ['pubDate', 'lastBuildDate', 'updated']);
  const read = readPapers(sourceId, papers, (paper) => readPaper(paper, stated));
  const date = agreed(papers.map((paper) => dayIn(paper, ['pubDate', 'published']))) ?? stated;
  const quietWeekdays = readQuietWeekdays(channel);
  return {
    covers: date === undefined ? {} : { date },
    ...read,
    ...(quietWeekdays.length > 0 && { quietWeekdays }),
  };
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** `<skipDays>` of RSS 2.0, English names; Atom has no such thing. */
function readQuietWeekdays(channel: XmlElement): number[] {
  const days = childrenOf(channel, 'skipDays').flatMap((skipped) => textsOf(skipped, 'day'));
  return days.map((day) => WEEKDAYS.indexOf(day.toLowerCase()) + 1).filter((weekday) => weekday > 0);
}

function refuseOther(sourceId: string, title: string, category?: string): void {
  const at = title.search(/ updates on /i);
  const found = at >= 0 && /arXiv/i.test(title.slice(at)) ? title.slice(0, at) : undefined;
  if (found === undefined) throw missingLandmark(sourceId, '', 'the title of an arXiv announcement');
  if (category === undefined || category.includes('+') || found === category) return;
  throw new ParseError(`${sourceId}: asked for ${category}, the site sent the announcements of ${found}`);
}

function readPaper(paper: XmlElement, stated: Day | undefined): Sighting {
  const { id, version } = requireVersionedId(textOf(paper, 'guid') || textOf(paper, 'id'));
  const text = textOf(paper, 'description') || textOf(paper, 'summary');
  const type = AnnounceType.parse(textOf(paper, 'arxiv:announce_type') || PREAMBLE.exec(text)?.[1]);
  const isNew = type === 'new' || type === 'cross';
  const doi = readDoi(textOf(paper, 'arxiv:DOI'));
  return finishSighting({
    ids: { arxiv: id, ...(doi !== undefined && { doi }) },
    title: textOf(paper, 'title'),
    abstract: text.replace(PREAMBLE, ''),
    authors: textsOf(paper, 'dc:creator').map(readAccents).flatMap(splitNames),
    featuredOn: isNew ? (dayIn(paper, ['pubDate', 'published']) ?? stated) : undefined,
    categories: readCategories(paper),
    version,
    journalRef: textOf(paper, 'arxiv:journal_reference'),
  });
}

/** Text in RSS, an attribute in Atom. */
function readCategories(paper: XmlElement): string[] {
  return keepCategories(childrenOf(paper, 'category').map((each) => each.attribs.term ?? innerText(each)));
}

/** arXiv's days are those of the US east coast. */
function dayIn(element: XmlElement, names: string[]): Day | undefined {
  const text = names.map((name) => textOf(element, name)).find((each) => each !== '') ?? '';
  const options = { zone: 'America/New_York' };
  const iso = DateTime.fromISO(text, options);
  const moment = iso.isValid ? iso : DateTime.fromRFC2822(text, options);
  return moment.isValid ? moment.toISODate() : undefined;
}

function agreed(days: (Day | undefined)[]): Day | undefined {
  const [first, ...others] = new Set(days);
  return others.length === 0 ? first : undefined;
}
