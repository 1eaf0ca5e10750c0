import type { Day } from '../../model/clock.js';
import type { Cadence } from '../../model/edition.js';
import type { ArchivedEdition } from '../../store/store.js';
import { sayDate, sayMonth, sayWeekday } from '../dates.js';
import { type FeedLink, linkFeeds } from '../feeds/feed-links.js';
import { editionHref } from './edition-page.js';
import { sayPapers } from './topics-page.js';

/** All editions, by month. */
export interface EditionArchivePage {
  tally: string;
  feeds: FeedLink[];
  cadences: { label: string; href: string; chosen: boolean }[];
  months: { name: string; editions: EditionRow[] }[];
  newer?: string;
  older?: string;
  /** What to say when there are none, and where to go. */
  empty: string;
  first: string;
}

interface EditionRow {
  /** `Friday 21 August`; of a weekly edition `Week of 17 August`. */
  label: string;
  href: string;
  number: string;
  papers: string;
  lead?: string;
}

/** Which part of the archive. */
export interface ArchiveChoice {
  cadence?: Cadence;
  /** From 1. */
  page: number;
}

export interface ArchiveFacts {
  choice: ArchiveChoice;
  editions: ArchivedEdition[];
  total: number;
}

/** Editions on a page: about two months of daily ones. */
export const ARCHIVE_SIZE = 50;

/** Lays out one part of the archive. */
export function viewArchive({ choice, editions, total }: ArchiveFacts): EditionArchivePage {
  const { cadence, page } = choice;
  const cadences = [undefined, 'daily', 'weekly'] as const;
  const kind = cadence === undefined ? '' : `${cadence} `;
  return {
    tally:
      total === 0
        ? 'None yet.'
        : total === 1
          ? `1 ${kind}edition.`
          : `${total.toLocaleString('en')} ${kind}editions.`,
    feeds: linkFeeds('/editions', 'All editions'),
    cadences: cadences.map((one) => ({
      label: one === undefined ? 'All' : one === 'daily' ? 'Daily' : 'Weekly',
      href: archiveHref(one === undefined ? { page: 1 } : { cadence: one, page: 1 }),
      chosen: one === cadence,
    })),
    months: groupMonths(editions, cadence === undefined),
    ...(page > 1 && { newer: archiveHref({ ...choice, page: page - 1 }) }),
    ...(page * ARCHIVE_SIZE < total && { older: archiveHref({ ...choice, page: page + 1 }) }),
    empty:
      total === 0 ? 'An edition appears here when the first one is frozen.' : 'There are no older editions.',
    first: archiveHref({ ...choice, page: 1 }),
  };
}

/** Where a part of the archive is on the web. */
export function archiveHref({ cadence, page }: ArchiveChoice): string {
  const query = new URLSearchParams({
    ...(cadence && { cadence }),
    ...(page > 1 && { page: String(page) }),
  });
  return query.size > 0 ? `/editions?${query}` : '/editions';
}

function groupMonths(editions: ArchivedEdition[], isMixed: boolean): EditionArchivePage['months'] {
  const months = new Map<string, EditionRow[]>();
  for (const edition of editions) {
    const name = sayMonth(edition.date);
    months.set(name, [...(months.get(name) ?? []), viewRow(edition, isMixed)]);
  }
  return [...months].map(([name, rows]) => ({ name, editions: rows }));
}

function viewRow({ cadence, date, number, paperCount, lead }: ArchivedEdition, isMixed: boolean): EditionRow {
  return {
    label: sayEdition(cadence, date),
    href: editionHref(cadence, date),
    number: cadence === 'weekly' && isMixed ? `weekly No. ${number}` : `No. ${number}`,
    papers: sayPapers(paperCount),
    ...(lead && { lead }),
  };
}

const sayEdition = (cadence: Cadence, date: Day): string =>
  cadence === 'weekly' ? `Week of ${sayDate(date)}` : sayWeekday(date);
