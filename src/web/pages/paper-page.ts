import type { EditionPaper } from '../../model/edition.js';
import type { PaperPage as PaperFacts } from '../../store/store.js';
import type { Chart } from '../charts/chart.js';
import { drawLines } from '../charts/draw-lines.js';
import { dayAt, sayDate, sayDay } from '../dates.js';
import { citePaper } from './bibtex.js';
import { editionHref } from './edition-page.js';
import { nameAuthors, type ShownAuthors } from './name-authors.js';
import { listAddresses, type PaperAddress } from './paper-addresses.js';
import { paperHref, topicHref } from './paper-href.js';
import type { PaperLineView } from './paper-line-view.js';
import { describeState, type PaperState } from './paper-state.js';
import { type PaperView, viewPaper } from './paper-view.js';
import { toPoints } from './reading-points.js';
import { type Revision, viewRevisions } from './revisions.js';
import { listSeen, type SeenAt } from './seen-at.js';

/** Everything that is known of a paper. */
export interface PaperPage {
  paper: PaperView;
  abstract?: string;
  authors: ShownAuthors;
  state: PaperState;
  addresses: PaperAddress[];
  topics: { name: string; href: string; score: string; evidence: string }[];
  charts: Chart[];
  related: PaperLineView[];
  seen: SeenAt[];
  editions: { label: string; href: string }[];
  revisions: Revision[];
  cite: { key: string; bibtex: string; href: string };
  timeZone: string;
}

/** What the page is made from; texts of `shown` and `related` are plain already, or made so by `plain`. */
export interface PaperPageFacts {
  stored: PaperFacts;
  shown: EditionPaper;
  related: PaperLineView[];
  now: Date;
  timeZone: string;
  plain(text: string): string;
}

/** Lays out the page of a paper. */
export function viewPaperPage(facts: PaperPageFacts): PaperPage {
  const { stored, shown, related, timeZone, plain } = facts;
  const { key, bibtex } = citeStored(stored, shown, plain);
  return {
    paper: viewPaper(shown),
    ...(shown.abstract && { abstract: shown.abstract }),
    authors: nameAuthors(shown),
    state: describeState(stored, timeZone),
    addresses: listAddresses(shown, stored.news.paper),
    topics: shown.topics.map(({ id, name, score, evidence }) => ({
      name,
      href: topicHref(id),
      score: `${Math.round(score * 100)} %`,
      evidence: evidence.join(', '),
    })),
    charts: drawCounts(stored),
    related,
    seen: listSeen(stored, timeZone, plain),
    editions: stored.editions.map(({ cadence, date }) => ({
      label: cadence === 'daily' ? sayDay(date, dayAt(facts.now, timeZone)) : `Week of ${sayDate(date)}`,
      href: editionHref(cadence, date),
    })),
    revisions: viewRevisions(stored.changes, timeZone),
    cite: { key, bibtex, href: `${paperHref(shown.paperId)}/bibtex` },
    timeZone,
  };
}

/** How a stored paper is cited. */
export function citeStored(
  { firstSeenAt, statements, news }: PaperFacts,
  shown: EditionPaper,
  plain: (text: string) => string,
): ReturnType<typeof citePaper> {
  const { publishedAt, categories } = news.paper;
  const [journalRef] = statements.flatMap(({ said }) => (said.journalRef ? [plain(said.journalRef)] : []));
  return citePaper({
    ...{ ids: shown.ids, title: shown.title, authors: shown.authors, authorCount: shown.authorCount },
    ...{ categories, firstSeenAt, url: shown.url },
    ...(publishedAt && { publishedAt }),
    ...(journalRef && { journalRef }),
  });
}

/** Votes as soon as they were counted twice, the others only where they moved. */
function drawCounts({ readings }: PaperFacts): Chart[] {
  const draw = (title: string, count: 'upvotes' | 'comments' | 'stars') => {
    const points = toPoints(readings, count);
    const moved = new Set(points.map(({ value }) => value)).size > 1;
    if (points.length < 2 || (!moved && count !== 'upvotes')) return [];
    const chart = drawLines({ title, series: [{ name: title, points }], fromZero: count !== 'stars' });
    return chart ? [chart] : [];
  };
  return [
    ...draw('Votes', 'upvotes'),
    ...draw('Comments', 'comments'),
    ...draw('Stars of the code', 'stars'),
  ];
}
