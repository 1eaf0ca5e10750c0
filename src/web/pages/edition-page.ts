import type { Day } from '../../model/clock.js';
import type { Cadence, Edition } from '../../model/edition.js';
import type { ArchivedEdition } from '../../store/store.js';
import { sayDate, sayDay, sayDayBriefly, sayMoment } from '../dates.js';
import { type FeedLink, linkFeeds } from '../feeds/feed-links.js';
import { type PaperView, viewPaper } from './paper-view.js';

/** An edition on the web: what it was when it froze, for good. */
export interface EditionPage {
  heading: string;
  /** `No. 412 · 17 papers · frozen 21 Aug 04:00 UTC`. */
  imprint: string;
  /** Which sources were not read in time, in words. */
  missing?: string;
  papers: PaperView[];
  /** What to say when there are none. */
  empty: string;
  editions: EditionLink[];
  /** The editions of the same cadence before and after this one. */
  previous?: { label: string; href: string };
  next?: { label: string; href: string };
  feeds: FeedLink[];
  /** Whether it is one reader's choice and not the whole edition. */
  isOwn?: boolean;
}

/** A line that leads to an edition. */
export interface EditionLink {
  label: string;
  href: string;
  papers: string;
}

/** Lays out a frozen edition. */
export function viewEdition(
  edition: Edition,
  others: { latest: EditionLink[]; previous?: Day; next?: Day },
  today: Day,
  timeZone: string,
): EditionPage {
  const { cadence, date, number, missing, papers } = edition;
  const frozen = `frozen ${sayMoment(edition.frozenAt, timeZone)} ${timeZone}`;
  return {
    heading: cadence === 'daily' ? `Edition, ${sayDay(date, today)}` : sayWeek(date),
    imprint: `No. ${number} · ${sayPapers(papers.length)} · ${frozen}`,
    ...(missing.length > 0 && { missing: `Not read before this edition was frozen: ${missing.join(', ')}.` }),
    papers: papers.map(viewPaper),
    empty: cadence === 'daily' ? 'Nothing new today.' : 'Nothing new this week.',
    editions: others.latest,
    ...linkOther('previous', others.previous, edition, today),
    ...linkOther('next', others.next, edition, today),
    feeds: [
      ...linkFeeds(editionHref(cadence, date), 'This edition'),
      ...linkFeeds('/editions', 'All editions'),
    ],
  };
}

function linkOther<Name extends string>(
  name: Name,
  date: Day | undefined,
  edition: Pick<Edition, 'cadence' | 'date'>,
  today: Day,
) {
  if (date === undefined) return {};
  const { cadence } = edition;
  const label = cadence === 'daily' ? sayDayBriefly(date, edition.date) : sayIssue(cadence, date, today);
  return { [name]: { label, href: editionHref(cadence, date) } } as Record<
    Name,
    { label: string; href: string }
  >;
}

/** Links to editions, newest first as they come. */
export function linkEditions(
  editions: Pick<ArchivedEdition, 'cadence' | 'date' | 'paperCount'>[],
  today: Day,
): EditionLink[] {
  return editions.map(({ cadence, date, paperCount }) => ({
    label: sayIssue(cadence, date, today),
    href: editionHref(cadence, date),
    papers: sayPapers(paperCount),
  }));
}

/** Where an edition is on the web. */
export function editionHref(cadence: Cadence, date: Day): string {
  return cadence === 'daily' ? `/editions/${date}` : `/editions/${date}?cadence=weekly`;
}

function sayIssue(cadence: Cadence, date: Day, today: Day): string {
  return cadence === 'daily' ? sayDay(date, today) : sayWeek(date);
}

const sayWeek = (date: Day): string => `Week of ${sayDate(date)}`;

const sayPapers = (count: number): string => (count === 1 ? '1 paper' : `${count} papers`);
