import type { Config } from '../config.js';
import type { Day } from '../model/clock.js';
import type { Cadence, Edition } from '../model/edition.js';
import type { Topic } from '../model/topic.js';
import type { Store } from '../store/store.js';
import { compareProfiles } from './compare-profiles.js';
import { periodOf, rankPapers } from './rank-papers.js';

/** What a draft is made from. */
export interface DraftNeeds {
  store: Pick<Store, 'newsFor' | 'profileFigures' | 'latestEditions'>;
  weights: Config['trending'];
  topics: Pick<Topic, 'id' | 'name'>[];
}

/** What an edition would hold if it were frozen at `now`. Nothing is stored. */
export async function draftEdition(
  { store, weights, topics }: DraftNeeds,
  { cadence, date, now }: { cadence: Cadence; date: Day; now: Date },
): Promise<Edition> {
  const news = await store.newsFor(cadence, now);
  const papers = rankPapers(news, weights, now, topics, { period: periodOf(cadence) });
  const profiles = compareProfiles(await store.profileFigures(cadence, now));
  const last = (await store.latestEditions(20)).find((edition) => edition.cadence === cadence);
  const number = (last?.number ?? 0) + 1;
  return { id: 'draft', cadence, date, number, frozenAt: now, missing: [], profiles, papers };
}
