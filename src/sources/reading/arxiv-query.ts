import { ParseError } from '../../errors.js';
import type { Page, Request } from '../../model/page.js';
import type { Reading } from '../../model/scan.js';
import { readArxivEntry } from './arxiv-entry.js';
import { childrenOf, textOf, type XmlElement } from './arxiv-xml.js';
import { readPapers } from './read-papers.js';

/** The API gives no more of one query, however it is paged. */
const MOST = 30_000;

/** Whether a feed is an answer of the API and not an announcement. */
export function isArxivAnswer(feed: XmlElement): boolean {
  return childrenOf(feed, 'opensearch:totalResults').length > 0;
}

/** Reads an answer of the API. An `Error` entry is the reason of a `ParseError`, never a paper. */
export function readArxivAnswer(sourceId: string, feed: XmlElement, page: Page): Reading {
  const entries = childrenOf(feed, 'entry');
  for (const entry of entries) refuseError(sourceId, entry);
  const papers = readPapers(sourceId, entries, readArxivEntry);
  return { ...papers, next: furtherAnswers(sourceId, feed, page.requestUrl, entries.length) };
}

function refuseError(sourceId: string, entry: XmlElement): void {
  if (textOf(entry, 'title') !== 'Error' || !textOf(entry, 'id').includes('/api/errors')) return;
  throw new ParseError(
    `${sourceId}: the site answered with an error: ${textOf(entry, 'summary').slice(0, 200)}`,
  );
}

/** `itemsPerPage` is the number asked for, not the number sent, so what came is counted. */
function furtherAnswers(sourceId: string, feed: XmlElement, address: string, count: number): Request[] {
  const total = numberIn(feed, 'opensearch:totalResults');
  const start = numberIn(feed, 'opensearch:startIndex') + count;
  if (start >= Math.min(total, MOST)) return [];
  if (count === 0) {
    throw new ParseError(`${sourceId}: the answer is empty, though there are ${total} papers`, {
      retry: 'later',
    });
  }
  if (!URL.canParse(address)) return [];
  const url = new URL(address);
  url.searchParams.set('start', String(start));
  return [{ url: url.href, kind: 'api' }];
}

function numberIn(feed: XmlElement, name: string): number {
  const number = Number(textOf(feed, name));
  return Number.isInteger(number) && number > 0 ? number : 0;
}
