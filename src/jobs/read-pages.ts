import { BroadsheetError, ParseError } from '../errors.js';
import type { Fetcher } from '../fetch/fetcher.js';
import type { Page, Request, Validators } from '../model/page.js';
import type { Reading, Scope } from '../model/scan.js';
import type { ConfiguredSource } from '../sources/load-sources.js';

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
  | { kind: 'failed'; error: BroadsheetError; page?: Page | undefined };

async function readFirst(
  source: ConfiguredSource,
  scope: Scope,
  alternatives: Request[],
  tools: Bookkeeping,
): Promise<OnePage> {
  const failures: (OnePage & { kind: 'failed' })[] = [];
  for (const request of alternatives) {
    // Two requests of one scope can fall back on the same page.
    if (tools.isRead(request)) return { kind: 'had' };
    const one = await readOne(source, scope, request, tools);
    if (one.kind !== 'failed') return one;
    tools.signal.throwIfAborted();
    failures.push(one);
  }
  return tellFailures(source.id, failures);
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
    return { kind: 'read', reading, page };
  } catch (error) {
    if (!(error instanceof BroadsheetError)) throw error;
    return { kind: 'failed', error, ...(page && { page }) };
  }
}

/** Sites redirect an empty or future list to one that has papers; those must not be filed under what was asked for. */
function refuseOtherPeriod({ id }: ConfiguredSource, { day, week, month }: Scope, { covers }: Reading): void {
  const asked = day ?? week ?? month;
  const found = day === undefined ? (covers?.period ?? covers?.date) : covers?.date;
  if (asked === undefined || found === undefined || found === asked) return;
  throw new ParseError(`${id}: the page is of ${found}, not of ${asked} that was asked for`);
}

/**
 * One error for all alternatives: worth another try if one of them is, else that of a site that blocks us or of a page
 * that could not be believed, which is kept.
 */
function tellFailures(sourceId: string, failures: (OnePage & { kind: 'failed' })[]): OnePage {
  const [first, ...others] = failures;
  if (!first)
    return { kind: 'failed', error: new ParseError(`${sourceId}: it asks for no page of this scope`) };
  if (others.length === 0) return first;
  const unread = failures.find((failure) => failure.page);
  const page = unread?.page;
  const blocked = failures.find(({ error }) => error.code === 'blocked');
  // That a host rests is what another alternative's failure led to, or what all of them wait for.
  const awake = failures.find(({ error }) => error.retry === 'later' && error.code !== 'resting');
  const telling = awake ?? blocked ?? unread ?? first;
  const message = failures.map(({ error }) => error.message).join('; then ');
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
