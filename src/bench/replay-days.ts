import { renderItem } from '../demo/daily-papers-item.js';
import type { Day } from '../model/clock.js';
import type { ListedRecord } from './read-records.js';

/** A day's list as the site would send it. */
export interface ReplayedDay {
  day: Day;
  /** The answer of the API. */
  body: string;
  /** How many papers it holds. */
  papers: number;
}

/** The days of the records, oldest first; each is rendered when its turn comes. */
export function* replayDays(records: readonly ListedRecord[]): Generator<ReplayedDay> {
  for (const [day, papers] of groupByDay(records))
    yield { day, body: renderDay(papers, day), papers: papers.length };
}

function groupByDay(records: readonly ListedRecord[]): Map<Day, ListedRecord[]> {
  const days = new Map<Day, ListedRecord[]>();
  for (const record of records) {
    const day = days.get(record.day);
    if (day) day.push(record);
    else days.set(record.day, [record]);
  }
  return days;
}

/** Papers, and authors of papers: what is compared with what is stored. */
export const countRows = (papers: readonly { authors: string[] }[]) =>
  papers.reduce((sum, { authors }) => sum + 1 + authors.length, 0);

function renderDay(papers: ListedRecord[], day: Day): string {
  return JSON.stringify(papers.map((paper) => renderPaper(paper, day)));
}

/** The records hold no summaries; the first sentence of the abstract stands in, as long as one would be. */
function renderPaper(record: ListedRecord, day: Day) {
  const { id, title, abstract, authors, published, upvotes, num_comments, ai_keywords } = record;
  return renderItem(
    {
      id,
      title,
      abstract,
      authors,
      hiddenAuthors: [],
      publishedOn: published,
      submitter: 'reader',
      hasMedia: false,
      upvotes,
      comments: num_comments,
      ...(ai_keywords.length > 0 && { keywords: ai_keywords, summary: abstract.split('. ')[0] }),
      ...(record.githubRepo !== null && { codeUrl: record.githubRepo }),
      ...(record.githubStars !== null && { stars: record.githubStars }),
    },
    day,
  );
}
