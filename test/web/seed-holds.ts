import type { Profile } from '../../src/model/paper.js';
import type { SavedProfile } from '../../src/store/store.js';
import { now, type OpenWeb } from './open-web.js';
import { seedDay } from './seed-papers.js';

const nothing = { papers: [], gone: [] };

/** Saves a person's page without papers of its own, as a scan does. */
export async function seedProfile(
  { store }: Pick<OpenWeb, 'store'>,
  sourceId: string,
  over: Partial<SavedProfile> & { metrics?: Profile['metrics']; field?: string; name?: string } = {},
): Promise<void> {
  const { metrics = {}, field, name = 'Ada & Byron', ...saved } = over;
  const key = saved.key ?? name;
  const profile = { ids: {}, name, metrics, ...(field !== undefined && { field }) };
  await store.saveScan({
    ...{ sourceId, scope: { profile: key }, startedAt: now, finishedAt: now, askedBy: 'test' },
    ...{ changes: nothing, unreadable: 0, matches: [], classified: [], classifierId: 'test', pages: [] },
    profile: { key, profile, linked: [], held: [], ...saved },
  });
}

/** A paper, and a text on a profile page that may be its abstract. Returns the paper's id. */
export async function seedHeldText(web: OpenWeb, text: string): Promise<string> {
  await seedDay(web.store, '2026-08-20', '2026-08-20T12:00:00Z', [
    { title: 'Heads <i>Nobody Misses', abstract: 'We prune attention heads.', upvotes: 3 },
  ]);
  const [paper] = await web.query<{ id: string }>('SELECT id FROM papers LIMIT 1');
  const paperId = paper?.id ?? '';
  await seedProfile(web, 'catalyzex', { held: [{ text, paperId, score: 0.52 }] });
  return paperId;
}
