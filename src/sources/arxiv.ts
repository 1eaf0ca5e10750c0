import { z } from 'zod';
import type { Request } from '../model/page.js';
import { readAnnouncements } from './reading/arxiv-announcement.js';
import { openArxivDocument } from './reading/arxiv-document.js';
import { readArxivId } from './reading/arxiv-id.js';
import { isArxivAnswer, readArxivAnswer } from './reading/arxiv-query.js';
import { defineSource, type SourceSettings } from './source.js';

const ID = 'arxiv';

/** Papers in one answer of the API; more make it slow. */
const LIMIT = 100;

const Category = z
  .string()
  .regex(
    /^[a-z-]+(\.[A-Za-z-]+)?(\+[a-z-]+(\.[A-Za-z-]+)?)*$/,
    'a category such as cs.AI, or several such as cs.AI+cs.CL',
  );

/** Stands in the query between quotation marks. */
const Author = z.string().regex(/^[^"\\\p{Cc}]{2,100}$/u, 'a name such as Ryumei Nakada or Nakada_R');

const Ids = z
  .string()
  .refine(
    (list) => list.split(',').length <= LIMIT && list.split(',').every((id) => readArxivId(id) !== undefined),
    `at most ${LIMIT} arXiv ids with commas between them`,
  );

/**
 * arXiv: what a category announced today, an author's papers (by the letters of the name, so namesakes mix), or
 * papers by their ids. Only what was announced as new or as a cross-list is news.
 * Thank you to arXiv for use of its open access interoperability.
 */
export default defineSource({
  id: ID,
  homepage: 'https://arxiv.org',
  hosts: { api: 'https://export.arxiv.org', rss: 'https://rss.arxiv.org' },
  scopes: { category: Category, author: Author, ids: Ids },
  news: { category: 'featured', author: 'baseline', ids: 'featured' },
  lasting: ['ids'],
  // The feeds are built at midnight; https://info.arxiv.org/help/availability.html says on which.
  announces: { category: { timeZone: 'America/New_York', weekdays: [1, 2, 3, 4, 5] } },
  requests: ({ category, author, ids }, settings) => {
    if (author !== undefined) return [[query(settings, { search_query: `au:"${author}"`, ...NEWEST })]];
    if (ids !== undefined) return [[query(settings, { id_list: ids })]];
    const site = settings.hosts.rss ?? settings.baseUrl;
    return [[askFeed(`${site}/rss/${category}`), askFeed(`${site}/atom/${category}`)]];
  },
  parse(page, scope) {
    const feed = openArxivDocument(ID, page.body);
    return isArxivAnswer(feed) ? readArxivAnswer(ID, feed, page) : readAnnouncements(ID, feed, scope);
  },
});

const NEWEST = { sortBy: 'submittedDate', sortOrder: 'descending' };

function query({ hosts, baseUrl }: SourceSettings, asked: Record<string, string>) {
  const fields = new URLSearchParams({ ...asked, start: '0', max_results: String(LIMIT) });
  return askFeed(`${hosts.api ?? baseUrl}/api/query?${fields}`);
}

/** Made for programs: not under the rules that robots.txt has for pages. */
const askFeed = (url: string): Request => ({ url, kind: 'api' });
