import { BroadsheetError, ParseError, UsageError } from '../errors.js';
import type { Fetcher } from '../fetch/fetcher.js';
import type { Day } from '../model/clock.js';
import type { Page, Request, Validators } from '../model/page.js';
import type { Sighting } from '../model/paper.js';
import type { Reading, Scope } from '../model/scan.js';
import type { ConfiguredSource } from '../sources/load-sources.js';
import { setAside } from './set-aside.js';

/** What came of reading a scope: readings, no change since the last time, or an error with the page that caused it. */
export type PagesRead =
  | { kind: 'read'; readings: Reading[]; pages: Page[] }
  | { kind: 'unchanged' }
  | { kind: 'failed'; error: BroadsheetError; page?: Page | undefined };

/** A list longer than this is not a list of one scope. */
const MAX_PAGES = 50;

interface ReadingTools {
  fetcher: Fetcher;
  validators: Map<string, Validators>;
  signal: AbortSignal;
}

type Bookkeeping = ReadingTools & { isRead(request: Request): boolean };

/** Fetches and parses everything a scope asks for: of each request's alternatives the first that reads. */
export async function readPages(
  source: ConfiguredSource,
  scope: Scope,
  tools: ReadingTools,
): Promise<PagesRead> {
  const waiting = source.requests(scope, source.settings);
  const found: (OnePage & { kind: 'read' })[] = [];
  const isRead = (request: Request) => found.some(({ page }) => page.requestUrl === request.url);
  let unchanged = 0;
  while (waiting.length > 0 && found.length + unchanged < MAX_PAGES) {
    const one = await readFirst(source, scope, waiting.shift() ?? [], { ...tools, isRead });
    if (one.kind === 'had') continue;
    if (one.kind === 'failed') return one;
    if (one.kind === 'unchanged') unchanged += 1;
    else {
      found.push(one);
      waiting.push(...(one.reading.next ?? []).map((request) => [request]));
    }
  }
  if (found.length === 0) return { kind: 'unchanged' };
  // Half a list says nothing about the other half: what was left out as unchanged is asked for in full.
  if (unchanged > 0) return readPages(source, scope, { ...tools, validators: new Map() });
  return {
    kind: 'read',
    readings: found.map(({ reading }) => reading),
    pages: found.map(({ page }) => page),
  };
}

type OnePage =
  | { kind: 'had' }
  | { kind: 'read'; reading: Reading; page: Page }
  | { kind: 'unchanged' }
  | Failed;

type Failed = { kind: 'failed'; error: BroadsheetError; page?: Page | undefined };

async function readFirst(
  source: ConfiguredSource,
  scope: Scope,
  alternatives: Request[],
  tools: Bookkeeping,
): Promise<OnePage> {
  const failures: Failed[] = [];
  for (const request of alternatives) {
    // Two requests of one scope can fall back on the same page.
    if (tools.isRead(request)) return { kind: 'had' };
    const one = await readOne(source, scope, request, tools);
    if (one.kind !== 'failed') return one;
    tools.signal.throwIfAborted();
    failures.push(one);
  }
  return tellFailures(source, failures);
}

async function readOne(
  source: ConfiguredSource,
  scope: Scope,
  request: Request,
  tools: ReadingTools,
): Promise<OnePage> {
  let page: Page | undefined;
  try {
    const validators = tools.validators.get(request.url);
    page = await tools.fetcher.fetch({ ...request, ...(validators && { validators }) }, tools.signal);
    if (page.unchanged) return { kind: 'unchanged' };
    const reading = source.parse(page, scope);
    refuseOtherPeriod(source, scope, reading);
    return { kind: 'read', reading: setAside(source, reading, page), page };
  } catch (error) {
    if (!(error instanceof BroadsheetError)) throw error;
    refuseStrangeSite(source, scope, error);
    return { kind: 'failed', error, ...(page && { page }) };
  }
}

/** Of a list in which so many papers are of one day the others may be old ones that came back. */
const OF_ONE_DAY = 0.8;

/** Sites redirect an empty or future list to one that has papers; those must not be filed under what was asked for. */
function refuseOtherPeriod({ id }: ConfiguredSource, { day, week, month }: Scope, reading: Reading): void {
  const { covers, sightings } = reading;
  const asked = day ?? week ?? month;
  if (asked === undefined) return;
  const said = day === undefined ? [covers?.period ?? covers?.date] : [covers?.date, dayOfMost(sightings)];
  const other = said.find((each) => each !== undefined && each !== asked);
  if (other !== undefined)
    throw new ParseError(`${id}: the page is of ${other}, not of ${asked} that was asked for`);
}

/** The day that nearly all papers say they are of, whatever the page says. */
function dayOfMost(sightings: Sighting[]): Day | undefined {
  const counts = new Map<Day, number>();
  for (const { featuredOn } of sightings)
    if (featuredOn !== undefined) counts.set(featuredOn, (counts.get(featuredOn) ?? 0) + 1);
  return [...counts].find(([, count]) => count / sightings.length >= OF_ONE_DAY)?.[0];
}

/** The address that a scope names may be asked once the operator has put it where all can see it. */
function refuseStrangeSite(source: ConfiguredSource, scope: Scope, { context }: BroadsheetError): void {
  const named = source.sitesOf?.(scope).some((site) => new URL(site).host === context.host);
  if (!named || context.reason !== 'not-allowed') return;
  const known = [...new Set(source.reads.flatMap((each) => source.sitesOf?.(each) ?? []))];
  const hosts = known.map((site) => new URL(site).host).join(', ') || 'none yet';
  const [line] = Object.entries(scope).map(([name, value]) => `- ${name}: ${JSON.stringify(value)}`);
  throw new UsageError(
    `${source.id}: ${context.host} is not among the hosts that may be asked (${hosts}); add this line to config/sources.yaml, under the scopes of ${source.id}: ${line}`,
  );
}

/**
 * One error for all alternatives: worth another try if one of them is, else that of a site that blocks us, of a page
 * that could not be believed, which is kept, or of one that may not be asked for.
 */
function tellFailures({ id, fillsIn }: ConfiguredSource, failures: Failed[]): OnePage {
  const [first, ...others] = failures;
  if (!first) return { kind: 'failed', error: new ParseError(`${id}: it asks for no page of this scope`) };
  if (others.length === 0) return first;
  const unread = failures.find((failure) => failure.page);
  const page = unread?.page;
  const withCode = (code: string) => failures.find(({ error }) => error.code === code);
  // That a host rests is what another alternative's failure led to, or what all of them wait for.
  const woken = failures.filter(({ error }) => error.code !== 'resting');
  const awake = woken.find(({ error }) => error.retry === 'later');
  // Of a source that is asked about one paper after the other, "no such page" is an answer.
  const answer = fillsIn && failures.find(({ error }) => error.context.status === 404);
  const telling = awake ?? withCode('blocked') ?? unread ?? answer ?? withCode('forbidden') ?? first;
  const told = woken.length > 0 ? woken : [first];
  const message = [...new Set(told.map(({ error }) => error.message))].join('; then ');
  const { code, retry, retryAfterMs, context, cause } = telling.error;
  const error = new BroadsheetError(message, {
    code,
    retry,
    context,
    cause,
    ...(retryAfterMs && { retryAfterMs }),
  });
  return { kind: 'failed', error, ...(page && { page }) };
}
