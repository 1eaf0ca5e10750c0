import { type EditionPaper, SUMMARY_MARKS } from '../../model/edition.js';
import type { Spark } from '../charts/chart.js';
import { nameSite } from './name-site.js';
import { paperHref, topicHref } from './paper-href.js';

/** A paper as a page shows it: texts to be escaped, addresses that are safe to follow. */
export interface PaperView {
  rank: number;
  title: string;
  /** Its own page here. */
  href: string;
  /** Where the paper itself is. */
  url?: string;
  /** What its address leads to: `arXiv`. */
  site?: string;
  revised: boolean;
  /** `First Author, Second Author et al.` */
  authors: string;
  summary?: string;
  /** Whose words it is made of, when not the authors' own. */
  summaryMark?: string;
  topic?: { name: string; href: string; evidence: string };
  upvotes?: number;
  gained?: number;
  /** The same in words, for screen readers. */
  votesInWords?: string;
  codeUrl?: string;
  /** `3.2k`. */
  stars?: string;
  comments?: string;
  discussionUrl?: string;
  pdfUrl?: string;
  /** What sets it apart from the others: `rising fastest today`. */
  reason?: string;
  /** Votes over time. */
  spark?: Spark;
  /** `Votes 48 %, votes since yesterday 31 %, code 21 % of its score.` */
  madeOf?: string;
}

const shownAuthors = 4;

/** Turns a paper of an edition, or of a day, into what its place on a page needs. */
export function viewPaper(paper: EditionPaper): PaperView {
  const [topic] = paper.topics;
  return dropAbsent({
    rank: paper.rank,
    title: paper.title,
    href: paperHref(paper.paperId),
    url: webUrl(paper.url),
    site: webUrl(paper.url) && nameSite(paper.url),
    revised: paper.revised,
    authors: sayAuthors(paper.authors, paper.authorCount),
    summary: paper.summary,
    summaryMark: paper.summary && paper.summaryBy && SUMMARY_MARKS[paper.summaryBy],
    topic: topic && { name: topic.name, href: topicHref(topic.id), evidence: topic.evidence.join(', ') },
    ...viewVotes(paper),
    codeUrl: webUrl(paper.codeUrl),
    stars: paper.stars ? shortenCount(paper.stars) : undefined,
    comments: sayComments(paper.comments),
    discussionUrl: webUrl(paper.discussionUrl),
    pdfUrl: webUrl(paper.pdfUrl),
    reason: sayReason(paper),
    madeOf: sayShares(paper.shares),
  });
}

/** Four names, then et al.; also when the source hides some of the names. */
export function sayAuthors(names: string[], count: number): string {
  const shown = names.slice(0, shownAuthors).join(', ');
  const more = Math.max(count, names.length) > Math.min(names.length, shownAuthors);
  return shown && more ? `${shown} et al.` : shown;
}

/** `950`, `3.2k`, `12k`. */
export function shortenCount(count: number): string {
  if (count < 1000) return String(count);
  const thousands = count / 1000;
  return `${thousands < 9.95 ? thousands.toFixed(1).replace(/\.0$/, '') : Math.round(thousands)}k`;
}

/** An address a page may link to; anything but http and https is dropped, because pages of others wrote it. */
export function webUrl(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  return /^https?:$/.test(new URL(url).protocol) ? url : undefined;
}

type Votes = Pick<PaperView, 'upvotes' | 'gained' | 'votesInWords'>;

function viewVotes({ upvotes, gained }: EditionPaper): Votes {
  if (upvotes === undefined) return {};
  const words = `${upvotes} ${upvotes === 1 ? 'vote' : 'votes'}`;
  if (gained === undefined || gained <= 0) return { upvotes, votesInWords: words };
  return { upvotes, gained, votesInWords: `${words}, ${gained} more since yesterday` };
}

function sayComments(count: number | undefined): string | undefined {
  if (!count) return undefined;
  return count === 1 ? '1 comment' : `${count} comments`;
}

/** The strongest one that the line of facts does not say already. */
function sayReason({ reasons }: EditionPaper): string | undefined {
  return reasons.find((reason) => reason !== 'code released');
}

const TERMS: Record<string, string> = {
  votes: 'votes',
  velocity: 'votes since yesterday',
  comments: 'comments',
  code: 'code',
  sources: 'sources that list it',
  freshness: 'being new',
};

/** Falling; shares that round to nothing are left out. */
function sayShares(shares: EditionPaper['shares'] = {}): string | undefined {
  const parts = Object.entries(shares)
    .filter(([, share]) => share >= 0.005)
    .sort(([, a], [, b]) => b - a)
    .map(([term, share]) => `${TERMS[term] ?? term} ${Math.round(share * 100)} %`);
  const [first, ...rest] = parts;
  return first && `${[first.charAt(0).toUpperCase() + first.slice(1), ...rest].join(', ')} of its score`;
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

function dropAbsent<T extends object>(fields: T): Present<T> {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as Present<T>;
}
