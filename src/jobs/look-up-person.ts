import type { Scope } from '../model/scan.js';
import type { ConfiguredSource } from '../sources/load-sources.js';
import { checkScope } from '../sources/scope.js';
import type { PlaceOfPapers } from '../sources/source.js';
import type { PersonsPaper, Store } from '../store/store.js';
import type { Deps } from './deps.js';
import type { Call } from './job.js';

/** A person is looked up no more often than this. */
const LOOK_UP_EVERY_MS = 7 * 86_400_000;

/** A person's page that has been read: whose it is, and how many of its texts belong to no known paper. */
interface PageRead {
  source: ConfiguredSource;
  scope: Scope;
  name: string;
  unmatched: number;
}

type Needs = Pick<Deps, 'sources' | 'clock'> & { store: Pick<Store, 'askedFor'> };

/**
 * The scan that should follow a person's page with unmatched texts: it makes the papers known that another source finds
 * by the person's name, and then the page is read again. None when that was tried lately.
 */
export async function lookUpPerson(read: PageRead, { sources, clock, store }: Needs): Promise<Call[]> {
  const place = read.unmatched > 0 ? read.source.looksUp?.(read.name) : undefined;
  if (!place || !isReadable(place, sources)) return [];
  const [scopeName = '', value] = Object.entries(place.scope)[0] ?? [];
  const asked = await store.askedFor(place.sourceId, scopeName);
  const last = asked.find((each) => each.value === value)?.askedAt.getTime() ?? 0;
  if (clock.now().getTime() - last < LOOK_UP_EVERY_MS) return [];
  const lookedUpFor = { sourceId: read.source.id, scope: read.scope };
  return [{ job: 'scan-source', payload: { ...place, askedBy: 'look-up', lookedUpFor } }];
}

/** The operator may have taken the other source out, and a name may be none that it can search for. */
function isReadable({ sourceId, scope }: PlaceOfPapers, sources: Needs['sources']): boolean {
  const source = sources.all().find(({ id }) => id === sourceId);
  if (!source) return false;
  try {
    checkScope(source, scope);
    return true;
  } catch {
    return false;
  }
}

/** The source as it would be if its lists had one page only: of a common name there are thousands of papers. */
export function firstPageOf(source: ConfiguredSource): ConfiguredSource {
  return { ...source, parse: (page, scope) => ({ ...source.parse(page, scope), next: [] }) };
}

/**
 * The store's word on a person's papers, and with them what a look-up has found by the person's name. Namesakes are
 * among those: only a text of the person's own page tells which of them are theirs.
 */
export function withLookedUp(
  store: Pick<Store, 'papersOfPerson' | 'papersOfScope'>,
  source: ConfiguredSource,
  name: string | undefined,
): Pick<Store, 'papersOfPerson'> {
  const place = name === undefined ? undefined : source.looksUp?.(name);
  if (!place) return store;
  return {
    async papersOfPerson(keys) {
      const own = await store.papersOfPerson(keys);
      const found = await store.papersOfScope(place.sourceId, place.scope);
      const all = [...own, ...found].map((paper): [string, PersonsPaper] => [paper.paperId, paper]);
      return [...new Map(all).values()];
    },
  };
}
