import type { App } from '../../app.js';
import { hostKey } from '../../fetch/host-key.js';
import { measureStaleness, profileAges, type Staleness } from '../../jobs/profile-ages.js';
import type { HostState } from '../../model/host.js';
import type { ConfiguredSource } from '../../sources/load-sources.js';
import type { SourceHealth } from '../../store/store.js';
import type { NextRun } from '../../workers/queue.js';

/** A source as the list shows it. */
export interface SourceLine extends Partial<SourceHealth>, Partial<Staleness> {
  id: string;
  baseUrl: string;
  schedule: string;
  scopes: string[];
  /** When its schedule fires next; absent while no program has put it into the queue. */
  nextRunAt?: Date;
  /** Until when one of its sites is left alone. */
  restingUntil?: Date;
  /** Calls that its scarcest site still grants. */
  quotaLeft?: number;
}

/** The configured sources, each with its health, its next run and what its sites allow. */
export async function listSources({ deps, queue }: Pick<App, 'deps' | 'queue'>): Promise<SourceLine[]> {
  const [healths, runs, hosts] = await Promise.all([
    deps.store.sourceHealth(),
    queue.nextRuns(),
    deps.store.hostStates(),
  ]);
  const lines = deps.sources.all().map(async (source) => ({
    id: source.id,
    baseUrl: source.settings.baseUrl,
    schedule: source.schedule,
    scopes: source.reads.map((scope) => Object.entries(scope).flat().join(' ')),
    ...healths.find(({ sourceId }) => sourceId === source.id),
    ...nextRunOf(source, runs),
    ...restOf(source, hosts),
    ...(source.scopes.profile && measureStaleness(await profileAges(source, deps.store))),
  }));
  return Promise.all(lines);
}

function nextRunOf({ id }: ConfiguredSource, runs: NextRun[]): Pick<SourceLine, 'nextRunAt'> {
  const own = runs.filter(({ call }) => (call.payload as { sourceId?: string } | undefined)?.sourceId === id);
  const [first] = own.map(({ at }) => at).sort((a, b) => a.getTime() - b.getTime());
  return first ? { nextRunAt: first } : {};
}

function restOf(
  source: ConfiguredSource,
  hosts: HostState[],
): Pick<SourceLine, 'restingUntil' | 'quotaLeft'> {
  const own = hostsOf(source, hosts);
  const [rest] = own
    .flatMap(({ closedUntil }) => closedUntil ?? [])
    .sort((a, b) => b.getTime() - a.getTime());
  const [quota] = own.flatMap(({ quotaLeft }) => quotaLeft ?? []).sort((a, b) => a - b);
  return { ...(rest && { restingUntil: rest }), ...(quota !== undefined && { quotaLeft: quota }) };
}

/** What is remembered of the sites that a source asks. */
export function hostsOf(source: Pick<ConfiguredSource, 'sites'>, hosts: HostState[]): HostState[] {
  const keys = source.sites().map((site) => hostKey(new URL(site)));
  return hosts.filter(({ key }) => keys.includes(key));
}
