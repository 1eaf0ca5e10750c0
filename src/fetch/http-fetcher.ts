import { Agent } from 'undici';
import { FetchError, StoreError } from '../errors.js';
import type { Clock } from '../model/clock.js';
import type { Page, Request, Validators } from '../model/page.js';
import { isOnHosts } from './allowed-hosts.js';
import { type Asking, askSite, type Heard } from './ask-site.js';
import { explainFailure } from './explain-failure.js';
import type { FetchLimits } from './fetch-limits.js';
import type { Fetcher } from './fetcher.js';
import { firstStep, type Step, tooManyRedirects } from './follow-redirects.js';
import { guardConnect } from './guard-connect.js';
import type { HostGate } from './host-gate.js';
import { createRobots, type Robots, type RobotsMemory } from './robots.js';
import { createTimeBudget, type TimeBudget } from './time-budget.js';

export interface HttpFetcherOptions {
  /** Names the program, its version and where its operator is found. */
  userAgent: string;
  /** Hosts that may be asked, `host` or `host:port`. */
  hosts: readonly string[];
  /** Those of them that may lie in a private network. */
  openHosts: readonly string[];
  limits: FetchLimits;
  clock: Clock;
  /** Keeps requests to one host apart; without it nothing does. */
  gate?: HostGate;
  /** Where robots.txt is kept; without it none is asked for. */
  robots?: RobotsMemory;
  /** Is told of each request that was made. */
  observe?: (asked: AskedOnce) => void;
}

/** One request that was made, redirects each for itself. */
export interface AskedOnce {
  host: string;
  /** `page`: it was sent; `unchanged`: what is stored is still good. */
  outcome: 'page' | 'unchanged' | 'redirect' | 'failed';
  /** Without the wait for its turn. */
  ms: number;
  /** Of the page, after decompression. */
  bytes: number;
}

type Conditional = Request & { validators?: Validators };

/** What all requests share. */
interface Means extends Omit<HttpFetcherOptions, 'robots'> {
  agent: Agent;
  robots?: Robots | undefined;
}

/** What one request needs, redirects included. */
interface Trip extends Means, Asking {
  request: Request;
  budget: TimeBudget;
}

/**
 * Asks over HTTP. Every failure is a `FetchError` that names the host and what happened; only where politeness is kept
 * in a database that fails, it is that failure.
 */
export function createHttpFetcher(options: HttpFetcherOptions): Fetcher {
  const means: Means = { ...options, agent: openAgent(options), robots: undefined };
  const fetchRules = (url: string, signal: AbortSignal) =>
    fetchPage(openTrip({ url, kind: 'api', headers: { accept: 'text/plain,*/*;q=0.5' } }, signal, means));
  const robots =
    options.robots &&
    createRobots({ memory: options.robots, product: productOf(options.userAgent), fetch: fetchRules });
  return {
    fetch: (request, signal) => fetchPage(openTrip(request, signal, { ...means, robots })),
    close: () => means.agent.destroy(),
  };
}

function openAgent({ limits, openHosts }: HttpFetcherOptions): Agent {
  return new Agent({
    connect: guardConnect(limits.connectTimeoutMs, openHosts),
    headersTimeout: limits.headersTimeoutMs,
    bodyTimeout: limits.bodyTimeoutMs,
    connections: 1,
  });
}

/** The name that a robots.txt knows a program by (RFC 9309, section 2.2.1). */
function productOf(userAgent: string): string {
  return userAgent.replace(/\/.*$/s, '');
}

function openTrip(request: Conditional, signal: AbortSignal, means: Means): Trip {
  const { validators = {} } = request;
  return {
    ...means,
    request,
    signal,
    validators,
    budget: createTimeBudget(request.timeoutMs ?? means.limits.totalTimeoutMs),
  };
}

async function fetchPage(trip: Trip): Promise<Page> {
  let step = firstStep(trip.request);
  for (let redirects = 0; redirects <= trip.limits.maxRedirects; redirects += 1) {
    const heard = await takeStep(step, trip);
    if (heard.kind === 'page') return heard.page;
    step = heard.step;
  }
  throw tooManyRedirects(step, trip.limits.maxRedirects);
}

/** One request to one host: allowed, let in by its robots.txt, in its turn. */
async function takeStep(step: Step, trip: Trip): Promise<Exclude<Heard, { kind: 'failed' }>> {
  if (!isOnHosts(step.at, trip.hosts)) throw notAllowed(step);
  try {
    if (step.kind !== 'api') await trip.robots?.check(step.at, trip.signal);
    const { heard, closedForMs } = await askInTurn(step, trip);
    if (heard.kind === 'failed') throw putOff(heard.failure, closedForMs);
    return heard;
  } catch (error) {
    throw error instanceof StoreError ? error : explainFailure(error, step.at.host, trip.limits);
  }
}

async function askInTurn(
  step: Step,
  trip: Trip,
): Promise<{ heard: Heard; closedForMs?: number | undefined }> {
  const turn = await trip.gate?.enter(step.at, step.kind ?? 'page', trip.signal);
  const begunAt = performance.now();
  const heard = await trip.budget.spend(trip.signal, (signal) =>
    askSite(trip.request, step, { ...trip, signal }),
  );
  trip.observe?.({ host: step.at.host, ...describeHeard(heard), ms: performance.now() - begunAt });
  const answer = { ...heard.answer, givenUp: trip.signal.aborted };
  return { heard, closedForMs: await turn?.leave(answer) };
}

function describeHeard(heard: Heard): Pick<AskedOnce, 'outcome' | 'bytes'> {
  if (heard.kind !== 'page') return { outcome: heard.kind, bytes: 0 };
  const { unchanged, body } = heard.page;
  return { outcome: unchanged ? 'unchanged' : 'page', bytes: Buffer.byteLength(body) };
}

/** There is no use in coming again before the host may be asked again. */
function putOff(failure: FetchError, closedForMs: number | undefined): FetchError {
  const { code, retry, context, cause } = failure;
  if (retry === 'never' || closedForMs === undefined) return failure;
  const retryAfterMs = Math.max(closedForMs, failure.retryAfterMs ?? 0);
  return new FetchError(failure.message, { code, retry, retryAfterMs, context, cause });
}

function notAllowed(step: Step): FetchError {
  const asked = step.url === step.at.href ? '' : ', to which the request was sent on,';
  return new FetchError(`${step.at.host}${asked} is not among the hosts that may be asked`, {
    retry: 'never',
    context: { host: step.at.host, reason: 'not-allowed' },
  });
}
