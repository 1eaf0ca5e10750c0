import { rankPapers } from '../../../src/digest/rank-papers.js';
import type { Edition } from '../../../src/model/edition.js';
import { now, type OpenWeb } from '../open-web.js';

/** Freezes the daily edition of a day for three readers, one of whom a server refused. */
export async function freezeWithReaders({ store, config, query }: OpenWeb, date: string): Promise<Edition> {
  for (const name of ['reader.one', 'reader.two', 'io'])
    await store.addSubscriber({ email: `${name}@example.org`, state: 'active' });
  const frozenAt = new Date(`${date}T09:00:00Z`);
  const news = await store.newsFor('daily', frozenAt);
  const changeIds = new Map(news.map(({ paper, changeId }) => [paper.id, changeId]));
  const ranked = rankPapers(news, config.trending, frozenAt, config.topics);
  const { edition } = await store.freezeEdition({
    ...{ cadence: 'daily', date, frozenAt, missing: [] },
    papers: ranked.map((paper) => ({ ...paper, changeId: changeIds.get(paper.paperId) ?? '' })),
  });
  await query(
    `UPDATE deliveries SET state = 'refused', reason = $1, finished_at = $2 WHERE subscriber_id =
       (SELECT id FROM subscribers WHERE email = 'reader.one@example.org')`,
    ['550 5.1.1 <reader.one@example.org>: no such user', now],
  );
  return edition;
}
