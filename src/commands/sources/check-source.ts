import { type BroadsheetError, UsageError } from '../../errors.js';
import type { Deps } from '../../jobs/deps.js';
import { type PagesRead, readPages } from '../../jobs/read-pages.js';
import type { Covers, Scope, Unreadable } from '../../model/scan.js';
import type { ConfiguredSource } from '../../sources/load-sources.js';
import { checkScope, resolveScope } from '../../sources/scope.js';
import type { SourceHealth, Store } from '../../store/store.js';

/** What one look at a source's site found. Nothing of it is stored. */
export interface Check {
  source: string;
  scope: Scope;
  reads: boolean;
  /** Why it does not read. */
  reason?: string;
  /** What kind of failure it is: `fetch` where the page could not be had, `parse` where it could not be read. */
  failure?: string;
  /** The address that answered. */
  url?: string;
  covers?: Covers;
  papers?: number;
  titles?: string[];
  /** The name on a person's page. */
  profile?: string;
  unreadable?: Unreadable[];
  /** What looked odd about the lists it read last, as it was stored. */
  warning?: string;
  /** What the last scans ran into, as it was stored. */
  trouble?: Pick<SourceHealth, 'outcome' | 'reason' | 'failingSince'>;
}

/** What it takes to look. */
interface Means {
  deps: Pick<Deps, 'sources' | 'fetcher' | 'clock'> & { store: Pick<Store, 'sourceHealth'> };
}

const SHOWN_TITLES = 5;

/**
 * Asks a source's site for the first page of a scope, and for that page's alternatives only where it does not read.
 * Raises `UsageError` when there is no scope to ask for.
 */
export async function checkSource(
  { deps }: Means,
  id: string,
  asked: Scope | undefined,
  signal: AbortSignal,
): Promise<Check> {
  const source = deps.sources.get(id);
  const scope = chooseScope(source, asked, deps.clock.now());
  const health = (await deps.store.sourceHealth()).find(({ sourceId }) => sourceId === id);
  const trouble = troubleOf(health);
  const warning = health?.warning;
  const { fetcher } = deps;
  const read = await readPages(firstPageOf(source), scope, { fetcher, validators: new Map(), signal });
  return { source: id, scope, ...describe(read), ...(warning && { warning }), ...(trouble && { trouble }) };
}

function chooseScope(source: ConfiguredSource, asked: Scope | undefined, now: Date): Scope {
  const scope = asked ?? source.reads[0];
  if (!scope) {
    const names = Object.keys(source.scopes).join(', ');
    throw new UsageError(
      `${source.id} has no scope in sources.yaml; give one with --scope name=value (it reads ${names})`,
    );
  }
  checkScope(source, scope);
  return resolveScope(scope, now.toISOString().slice(0, 10));
}

/** The source as it would be if its lists had one page only. */
function firstPageOf(source: ConfiguredSource): ConfiguredSource {
  return {
    ...source,
    requests: (scope, settings) => source.requests(scope, settings).slice(0, 1),
    parse: (page, scope) => ({ ...source.parse(page, scope), next: [] }),
  };
}

function troubleOf(health: SourceHealth | undefined): Check['trouble'] {
  if (!health?.failingSince) return undefined;
  const { outcome, reason, failingSince } = health;
  return { outcome, failingSince, ...(reason && { reason }) };
}

function describe(read: PagesRead): Pick<Check, 'reads'> & Partial<Check> {
  if (read.kind === 'failed') return describeFailure(read.error, read.page?.url);
  const [page, reading] = read.kind === 'read' ? [read.pages[0], read.readings[0]] : [];
  if (!page || !reading) return { reads: false, reason: 'the site answered that nothing has changed' };
  const { covers, sightings, profile, unreadable } = reading;
  return {
    reads: true,
    url: page.url,
    ...(covers && { covers }),
    papers: sightings.length,
    titles: sightings
      .slice(0, SHOWN_TITLES)
      .map(({ title, abstract, ids }) => title ?? abstract ?? Object.values(ids).join(' ')),
    ...(profile && { profile: profile.name }),
    unreadable,
  };
}

function describeFailure({ message, code }: BroadsheetError, url: string | undefined) {
  return { reads: false, reason: message, failure: code, ...(url !== undefined && { url }) };
}
