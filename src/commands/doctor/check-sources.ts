import { openFetcher } from '../../app/open-fetchers.js';
import type { Config } from '../../config.js';
import { UsageError } from '../../errors.js';
import type { ConfiguredSource, Sources } from '../../sources/load-sources.js';
import type { Store } from '../../store/store.js';
import { checkSource, type Check as SourceCheck } from '../sources/check-source.js';
import type { Patient } from './patient.js';
import { whenAborted } from './run-checks.js';
import { type Check, fail, ok, type Verdict, warn } from './verdict.js';

/** Longest that a site is waited for, its robots.txt and its gaps included. */
const ANSWER_MS = 12_000;

/** What asking takes, shared by all sources: sites are asked in turn. */
interface Means {
  deps: Parameters<typeof checkSource>[0]['deps'];
  close(): Promise<void>;
}

/** One check for each source; `close` ends what they share. */
export function sourceChecks(patient: Patient): { checks: Check[]; close(): Promise<void> } {
  const { config, sources } = patient;
  if (!config || !sources) return { checks: [], close: async () => undefined };
  let opened: Promise<Means> | undefined;
  const openOnce = () => {
    opened ??= openMeans(patient, config, sources);
    return opened;
  };
  const checks = sources.all().map((source) => ({
    name: `source ${source.id}`,
    look: (signal: AbortSignal) => checkOne(source, openOnce, signal),
  }));
  return { checks, close: async () => (await opened?.catch(() => undefined))?.close() };
}

/** The running program's, or one of our own over the same memory of how politely each site is to be asked. */
async function openMeans(
  { running, clock, records }: Patient,
  config: Config,
  sources: Sources,
): Promise<Means> {
  if (running) return { deps: running.deps, close: async () => undefined };
  const store = (await usableStore(records)) ?? (await records.standIn());
  const fetcher = openFetcher(config, clock, store, sources, () => undefined);
  return { deps: { sources, fetcher, clock, store }, close: () => fetcher.close() };
}

/** Absent where the database is not there, or is of another version: then it remembers in another way, or nothing. */
async function usableStore(records: Patient['records']): Promise<Store | undefined> {
  const store = await records.open().catch(() => undefined);
  const examined = await store?.examine().catch(() => undefined);
  return examined?.pending.length === 0 && examined.unknown.length === 0 ? store : undefined;
}

async function checkOne(
  source: ConfiguredSource,
  open: () => Promise<Means>,
  stop: AbortSignal,
): Promise<Verdict> {
  if (source.reads.length === 0) return ok(sayUnasked(source));
  const tooLong = AbortSignal.timeout(ANSWER_MS);
  const signal = AbortSignal.any([stop, tooLong]);
  const look = async () => judge(await checkSource(await open(), source.id, undefined, signal));
  try {
    return await Promise.race([look(), whenAborted(signal)]);
  } catch (error) {
    if (error instanceof UsageError) return fail(error.message, 'correct its scopes in sources.yaml');
    if (tooLong.aborted && !stop.aborted) return sayUnreached(`no answer within ${ANSWER_MS / 1000} s`);
    throw error;
  }
}

/** No reason to do anything but for whoever is cut off from the world. */
const sayUnreached = (why: string) =>
  warn(why, 'it is asked again by itself; if this stays, see whether this machine reaches the site');

const sayUnasked = ({ scopes }: ConfiguredSource) =>
  `not asked: sources.yaml gives it no scopes (it reads ${Object.keys(scopes).join(', ')})`;

function judge(check: SourceCheck): Verdict {
  const scope = Object.entries(check.scope).flat().join(' ');
  if (!check.reads) {
    const why = `${scope} does not read: ${check.reason ?? 'no reason was given'}`;
    return check.failure === 'fetch'
      ? sayUnreached(why)
      : fail(
          why,
          `see \`broadsheet sources check ${check.source}\`, and whether a newer Broadsheet reads the site`,
        );
  }
  const papers = `${check.papers ?? 0} ${check.papers === 1 ? 'paper' : 'papers'}`;
  const found = `${scope} reads: ${papers}${check.profile ? `, ${check.profile}` : ''}`;
  const odd = check.warning ?? check.trouble?.reason;
  if (odd === undefined && !check.unreadable?.length) return ok(found);
  const why = odd ?? `${check.unreadable?.length} entries could not be read`;
  return warn(`${found}; ${why}`, `see \`broadsheet sources check ${check.source}\``);
}
