import { randomUUID } from 'node:crypto';
import type { Sighting } from '../../src/model/paper.js';
import { diffPapers } from '../../src/papers/diff-papers.js';
import { titleKey } from '../../src/papers/title-key.js';
import type { Store } from '../../src/store/store.js';

/** Saves what a day's list said at a moment, as a scan does. */
export async function seedDay(
  store: Store,
  day: string,
  at: string,
  papers: Partial<Sighting>[],
  topics: Record<string, string> = {},
): Promise<void> {
  const sightings: Sighting[] = papers.map((paper, index) => ({
    ids: { arxiv: `2608.${String(10_001 + index)}` },
    authors: ['Ada Lovelace', 'Mary Somerville'],
    featuredOn: day,
    rank: index + 1,
    ...paper,
  }));
  const now = new Date(at);
  const scope = { day };
  const identities = sightings.map(({ ids, title, authors }) => ({
    ids,
    titleKey: titleKey({ title: title ?? '', authors }),
  }));
  const known = await store.knownPapers({ identities, sourceId: 'hf-daily', scope });
  const context = { sourceId: 'hf-daily', now, news: 'featured', lookback: 4, newId: randomUUID } as const;
  const changes = diffPapers(sightings, known, context);
  const matches = changes.papers.flatMap(({ paper }) => {
    const topicId = topics[paper.title];
    return topicId ? [{ paperId: paper.id, topicId, score: 0.9, evidence: ['a telling word'] }] : [];
  });
  const classified = changes.papers.map(({ paper }) => paper.id);
  await store.saveScan({
    sourceId: 'hf-daily',
    scope,
    startedAt: new Date(now.getTime() - 1500),
    finishedAt: now,
    askedBy: 'schedule',
    changes,
    unreadable: 0,
    matches,
    classified,
    classifierId: 'test',
    pages: [],
  });
}
