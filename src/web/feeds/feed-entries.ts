import { type Edition, type EditionPaper, SUMMARY_MARKS } from '../../model/edition.js';
import type { FeedEntry } from '../../model/feed.js';
import type { FeedEdition } from '../../store/store.js';
import { sayDate } from '../dates.js';
import { editionHref } from '../pages/edition-page.js';
import { paperHref } from '../pages/paper-href.js';
import { sayAuthors, webUrl } from '../pages/paper-view.js';

/** Some papers have thousands; feed readers show each on a line. */
const MOST_AUTHORS = 20;

type Times = Pick<FeedEntry, 'publishedAt' | 'updatedAt'>;

/** A paper as an entry that leads to its page here. `siteUrl` has no trailing slash. */
export function toPaperEntry(paper: EditionPaper, times: Times, siteUrl: string): FeedEntry {
  const via = webUrl(paper.url);
  const byline = sayAuthors(paper.authors, paper.authorCount);
  return {
    uuid: paper.paperId,
    title: paper.title,
    url: paperUrl(paper.paperId, siteUrl),
    ...(via !== undefined && { viaUrl: new URL(via).href }),
    authors: paper.authors.slice(0, MOST_AUTHORS),
    ...(byline && { byline }),
    ...(paper.summary && { summary: markSummary(paper.summary, paper.summaryBy) }),
    topics: paper.topics.map(({ id, name }) => ({ name, url: `${siteUrl}/topics/${id}` })),
    ...times,
  };
}

/** An edition as an entry that lists its first papers. */
export function toEditionEntry(edition: FeedEdition, siteUrl: string): FeedEntry {
  const { id, cadence, date, number, frozenAt, paperCount, papers } = edition;
  const count = paperCount === 1 ? '1 paper' : `${paperCount} papers`;
  const listed = papers.map(({ paperId, title }) => ({ title, url: paperUrl(paperId, siteUrl) }));
  return {
    uuid: id,
    title: `${nameEdition({ cadence, date })}: ${count}`,
    url: `${siteUrl}${editionHref(cadence, date)}`,
    authors: [],
    summary: `No. ${number}, ${count}.${papers.length < paperCount ? ` The first ${papers.length}:` : ''}`,
    ...(listed.length > 0 && { papers: listed }),
    topics: [],
    publishedAt: frozenAt,
    updatedAt: frozenAt,
  };
}

/** `Edition of 21 August 2026`, `Week of 17 August 2026`. */
export function nameEdition({ cadence, date }: Pick<Edition, 'cadence' | 'date'>): string {
  return cadence === 'daily' ? `Edition of ${sayDate(date)}` : `Week of ${sayDate(date)}`;
}

const paperUrl = (paperId: string, siteUrl: string) => `${siteUrl}${paperHref(paperId)}`;

function markSummary(summary: string, by: EditionPaper['summaryBy']): string {
  const mark = by && SUMMARY_MARKS[by];
  return mark ? `${summary} (${mark})` : summary;
}
