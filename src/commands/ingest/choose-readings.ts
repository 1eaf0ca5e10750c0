import type { App } from '../../app.js';
import { UsageError } from '../../errors.js';
import type { Day } from '../../model/clock.js';
import type { Scope } from '../../model/scan.js';
import type { ConfiguredSource } from '../../sources/load-sources.js';
import { checkScope, resolveScope } from '../../sources/scope.js';
import { listDays, readDay } from '../days.js';
import { readScope } from '../options.js';

/** Which days, or which scope, are asked for, as they were typed. */
export interface AskedOptions {
  date?: string;
  since?: string;
  until?: string;
  scope?: string;
}

/** One scope of one source, to be read. */
export interface WantedReading {
  source: ConfiguredSource;
  scope: Scope;
}

/** What is to be read, in order. `skipped` were read well before. */
export interface Choice {
  readings: WantedReading[];
  skipped: number;
  /** Present when a range of days was asked for: its first and last day. */
  range?: { since: Day; until: Day };
}

/**
 * The readings that a command line asks for: days, a scope, or whatever the schedule reads. Of a range those days are
 * left out that were read well already, unless `again`. Raises `UsageError` for impossible days and scopes.
 */
export async function chooseReadings(
  { deps }: Pick<App, 'deps'>,
  ids: string[],
  options: AskedOptions,
  again: boolean,
): Promise<Choice> {
  const named = ids.map((id) => deps.sources.get(id));
  const today = deps.clock.now().toISOString().slice(0, 10);
  if (options.scope !== undefined)
    return { readings: readingsOfScope(named, options, options.scope, today), skipped: 0 };
  const days = chooseDays(options, today);
  if (!days) {
    const sources = named.length > 0 ? named : deps.sources.all();
    return { readings: sources.flatMap((source) => scheduled(source, today)), skipped: 0 };
  }
  named.forEach(refuseWithoutDays);
  const sources = named.length > 0 ? named : readByDays(deps.sources.all());
  const all = sources.flatMap((source) => days.map((day) => ({ source, scope: { day } })));
  const [since, until] = [days[0], days.at(-1)];
  if (options.since === undefined || since === undefined || until === undefined)
    return { readings: all, skipped: 0 };
  const range = { since, until };
  const had = again ? new Set<string>() : await findHad(deps.store, sources, range);
  const readings = all.filter(({ source, scope }) => !had.has(`${source.id} ${scope.day}`));
  return { readings, skipped: all.length - readings.length, range };
}

/** Only who is asked by name knows what the scope's name means. */
function readingsOfScope(
  named: ConfiguredSource[],
  { date, since, until }: AskedOptions,
  text: string,
  today: Day,
): WantedReading[] {
  if (date !== undefined || since !== undefined || until !== undefined)
    throw new UsageError('--scope: give a scope or days, not both');
  if (named.length === 0) throw new UsageError('--scope: name the source that is to be read');
  const scope = readScope(text);
  for (const source of named) checkScope(source, scope);
  return named.map((source) => ({ source, scope: resolveScope(scope, today) }));
}

function scheduled(source: ConfiguredSource, today: Day): WantedReading[] {
  return source.reads.map((scope) => ({ source, scope: resolveScope(scope, today) }));
}

/** The sources of which the schedule reads days. */
function readByDays(sources: ConfiguredSource[]): ConfiguredSource[] {
  const daily = sources.filter(({ reads }) => reads.some((scope) => 'day' in scope));
  if (daily.length > 0) return daily;
  throw new UsageError(
    '--date: config/sources.yaml has no source with a scope `day: …`; name a source that is read by days',
  );
}

function refuseWithoutDays({ id, scopes }: ConfiguredSource): void {
  if ('day' in scopes) return;
  throw new UsageError(`--date: ${id} is not read by days; it reads ${Object.keys(scopes).join(', ')}`);
}

async function findHad(
  store: App['deps']['store'],
  sources: ConfiguredSource[],
  { since, until }: { since: Day; until: Day },
): Promise<Set<string>> {
  const had = await Promise.all(
    sources.map(async ({ id }) => (await store.daysRead(id, since, until)).map((day) => `${id} ${day}`)),
  );
  return new Set(had.flat());
}

function chooseDays({ date, since, until }: AskedOptions, today: Day): Day[] | undefined {
  if (date !== undefined && (since !== undefined || until !== undefined)) {
    throw new UsageError('--date: give one day, or a range with --since and --until, not both');
  }
  if (date !== undefined) return [readDay(date, '--date')];
  if (since !== undefined) {
    return listDays(readDay(since, '--since'), until === undefined ? today : readDay(until, '--until'));
  }
  if (until !== undefined) throw new UsageError('--until: needs --since');
  return undefined;
}
