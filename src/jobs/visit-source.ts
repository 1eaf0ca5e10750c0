import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { BroadsheetError, StoreError } from '../errors.js';
import type { Scope } from '../model/scan.js';
import type { ConfiguredSource } from '../sources/load-sources.js';
import type { Store } from '../store/store.js';
import type { Deps } from './deps.js';
import { type Call, defineJob, type Outcome } from './job.js';
import { profileAges } from './profile-ages.js';
import { scanSource } from './scan-source.js';
import { openAllowance } from './spare-quota.js';

type Needs = Parameters<typeof scanSource.run>[1] &
  Pick<Deps, 'settings'> & {
    store: Pick<Store, 'askedFor' | 'followedProfiles' | 'lackingPapers' | 'quotaLeft' | 'isSourcePaused'>;
  };

/** A profile is read once a day at most; a visit that is a little early still counts as the next day's. */
const ONCE_A_DAY_MS = 20 * 3_600_000;

/** What is left is handed to the queue, to wait there, when the host rests no longer than this. */
const WORTH_WAITING_MS = 3_600_000;

/** What a visit came to. */
interface Tour {
  /** Parts that were asked for. */
  asked: number;
  /** Of these, parts that could not be read. */
  failed: number;
  /** Parts that were handed to the queue, since the host is to be left alone for a moment. */
  waiting: number;
  /** Parts that were left for the next visit. */
  left: number;
  /** Why the visit ended early, when it was the host's wish. */
  reason?: string;
  next: Call[];
}

/**
 * Reads those parts of a source that nobody lists in the configuration: followed profiles, the stalest first, and papers
 * of the next edition that lack something. One after the other, as far as the quota goes; what is left waits for the
 * next visit. No edition waits for it.
 */
export const visitSource = defineJob({
  name: 'visit-source',
  payload: z.object({ sourceId: z.string() }),
  attempts: 3,
  timeoutMs: 3_600_000,
  key: ({ sourceId }) => sourceId,

  async run({ sourceId }, needs: Needs, signal) {
    const source = needs.sources.get(sourceId);
    if (await needs.store.isSourcePaused(sourceId)) return { source: sourceId, ...nothingAsked };
    const scopes = source.fillsIn ? await papersToAsk(source, needs) : await profilesToRead(source, needs);
    return { source: sourceId, ...(await readInTurn(source, scopes, needs, signal)) };
  },
});

const nothingAsked: Tour = {
  asked: 0,
  failed: 0,
  waiting: 0,
  left: 0,
  reason: 'paused by an operator',
  next: [],
};

async function profilesToRead(source: ConfiguredSource, { store, clock }: Needs): Promise<Scope[]> {
  const since = clock.now().getTime() - ONCE_A_DAY_MS;
  const ages = await profileAges(source, store);
  return ages.filter(({ askedAt }) => (askedAt?.getTime() ?? 0) <= since).map(({ scope }) => scope);
}

async function papersToAsk({ id, fillsIn }: ConfiguredSource, { store, clock, settings }: Needs) {
  if (!fillsIn) return [];
  const papers = await store.lackingPapers({
    sourceId: id,
    scopeName: fillsIn.scope,
    lacking: fillsIn.lacking,
    now: clock.now(),
    perEdition: settings.editions.fillIn,
  });
  return papers.map((paper): Scope => ({ [fillsIn.scope]: paper }));
}

async function readInTurn(
  source: ConfiguredSource,
  scopes: Scope[],
  needs: Needs,
  signal: AbortSignal,
): Promise<Tour> {
  const mayAsk = openAllowance(source, needs.store);
  const calls = scopes.map((scope) =>
    scanSource.with({ sourceId: source.id, scope, force: false, askedBy: 'schedule' }),
  );
  const tour: Tour = { asked: 0, failed: 0, waiting: 0, left: calls.length, next: [] };
  for (const [at, call] of calls.entries()) {
    const cost = source.requests(call.payload.scope, source.settings).length;
    if (signal.aborted || !(await mayAsk(cost))) break;
    const read = await readOne(call, needs, signal);
    if (read.kind === 'stopped') break;
    if (read.kind === 'resting') return endEarly(tour, calls.slice(at), read.rest);
    tour.asked += 1;
    tour.left -= 1;
    tour.failed += read.kind === 'failed' ? 1 : 0;
    // A profile is tried again by the queue, like any other scan; what fills in is not worth that.
    const isTriedAgain = read.kind === 'failed' && read.isWorthAnotherTry && !source.fillsIn;
    handOn(tour, isTriedAgain ? [call] : read.next);
  }
  return tour;
}

function endEarly(tour: Tour, rest: Call[], { message: reason, retryAfterMs = 0 }: BroadsheetError): Tour {
  if (retryAfterMs > WORTH_WAITING_MS) return { ...tour, reason };
  handOn(tour, rest);
  return { ...tour, waiting: rest.length, left: 0, reason };
}

/** Several readings may ask for one and the same. */
function handOn({ next }: Tour, calls: Call[]): void {
  for (const call of calls) if (!next.some((each) => isDeepStrictEqual(each, call))) next.push(call);
}

type OneRead =
  | { kind: 'read'; next: Call[] }
  | { kind: 'failed'; isWorthAnotherTry: boolean; next: Call[] }
  | { kind: 'resting'; rest: BroadsheetError }
  | { kind: 'stopped' };

/** What keeps one part from being read keeps nothing from the next one, unless it is the host or the database. */
async function readOne(
  { payload }: ReturnType<typeof scanSource.with>,
  needs: Needs,
  signal: AbortSignal,
): Promise<OneRead> {
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(scanSource.timeoutMs)]);
    const told: Outcome = await scanSource.run(payload, needs, limit);
    return { kind: 'read', next: told.next ?? [] };
  } catch (error) {
    if (signal.aborted) return { kind: 'stopped' };
    if (error instanceof StoreError) throw error;
    // A bug: the queue's next try logs it with its stack.
    if (!(error instanceof BroadsheetError)) return { kind: 'failed', isWorthAnotherTry: true, next: [] };
    // It says when to come again: until then nothing else is to be had from this host either.
    if (error.retryAfterMs !== undefined) return { kind: 'resting', rest: error };
    return { kind: 'failed', isWorthAnotherTry: error.retry === 'later', next: [] };
  }
}
