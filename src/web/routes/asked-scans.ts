import { z } from 'zod';
import type { SourceEntry } from '../../config.js';
import type { Day } from '../../model/clock.js';
import type { Scan, Scope } from '../../model/scan.js';
import { dayAt, isDay, listDays } from '../dates.js';
import type { AskedScan } from '../pages/asked-scan.js';
import { sourcePlace } from '../pages/scan-rows.js';
import type { FilledIn } from '../pages/sources-page.js';
import type { WebNeeds } from '../web-needs.js';

/** Longer ranges are the command's, which can be stopped and gone on with. */
const LONGEST_RANGE = 31;

/** What the form asks for: a day, or all days up to a later one. */
export interface Wanted {
  entry: SourceEntry;
  days: Day[];
  force: boolean;
}

/** Why a form was not accepted, and what was filled in. */
export interface Refused {
  problem: string;
  filledIn: FilledIn;
}

const Form = z.object({
  source: z.string(),
  day: z.string(),
  until: z.string().default(''),
  force: z
    .string()
    .optional()
    .transform((text) => text !== undefined),
});

/** Checks the form for reading again. */
export function checkForm(
  body: unknown,
  { config, clock }: Pick<WebNeeds, 'config' | 'clock'>,
): Wanted | Refused {
  const { data } = Form.safeParse(body);
  if (!data) return { problem: 'The form was not filled in.', filledIn: {} };
  const { source, day, until, force } = data;
  const entry = config.sources.find(({ id }) => id === source);
  const problem =
    problemOfSource(entry) ?? problemOf(day, until || day, dayAt(clock.now(), config.editions.timeZone));
  if (entry && !problem) return { entry, days: listDays(day, until || day), force };
  return {
    problem: problem ?? '',
    filledIn: { sourceId: source, day, until, force },
  };
}

function problemOfSource(entry: SourceEntry | undefined): string | undefined {
  if (!entry) return 'There is no source of that name in config/sources.yaml.';
  if (entry.scopes.length > 0) return undefined;
  return `Nothing of ${entry.id} is configured to be read: give it scopes in config/sources.yaml.`;
}

function problemOf(day: string, until: string, today: Day): string | undefined {
  if (!isDay(day) || !isDay(until)) {
    return 'A day is written like 2026-08-21, and has to be one of the calendar.';
  }
  if (day > today || until > today) return 'That day has not come yet.';
  if (until < day) return 'The last day lies before the first.';
  if (listDays(day, until).length > LONGEST_RANGE) {
    return `A range holds at most ${LONGEST_RANGE} days; the command broadsheet ingest takes longer ones.`;
  }
  return undefined;
}

/** The parts of a source that a request for a day reads: that day's list, or all that is configured where there is none. */
export function scopesToRead(entry: SourceEntry, day: string): Scope[] {
  return scopesOfDays(entry, [day]);
}

/** The same for several days. */
export function scopesOfDays(entry: SourceEntry, days: readonly Day[]): Scope[] {
  const hasDays = entry.scopes.some((scope) => 'day' in scope);
  return hasDays ? days.map((day) => ({ day })) : entry.scopes;
}

const Doubted = z.object({ scan: z.string() });

/** Finds the doubted list that an operator says is right; undefined when it is doubted no more. */
export async function findDoubted(
  body: unknown,
  { store }: Pick<WebNeeds, 'store'>,
): Promise<Scan | undefined> {
  const { data } = Doubted.safeParse(body);
  return data && (await store.doubtedScans(DOUBTED_SCANS)).find(({ id }) => id === data.scan);
}

/** How many doubted lists the desk shows at most. */
export const DOUBTED_SCANS = 50;

const Asked = z.object({
  day: z.string().refine(isDay).optional(),
  until: z.string().refine(isDay).optional(),
  scope: z
    .string()
    .max(2000)
    .transform((text) => Object.fromEntries(new URLSearchParams(text)))
    .optional(),
  since: z.coerce.date(),
});

/** The address of the source's page while something is asked for that has not ended. */
export function addressOf(asked: { source: string; since: Date; days?: Day[]; scope?: Scope }): string {
  const { source, since, days = [], scope } = asked;
  const [day, until] = [days[0], days.at(-1)];
  return `${sourcePlace(source)}?${new URLSearchParams({
    ...(day !== undefined && { day }),
    ...(until !== undefined && until !== day && { until }),
    ...(scope && { scope: `${new URLSearchParams(scope)}` }),
    since: since.toISOString(),
  })}`;
}

/** Reads that address again; undefined when nothing was asked for. */
export function readAsked(query: unknown, entry: SourceEntry): AskedScan | undefined {
  const { data } = Asked.safeParse(query);
  if (!data) return undefined;
  const { day, until = day, scope, since } = data;
  if (scope) return { sourceId: entry.id, scopes: [scope], since };
  if (day === undefined || until === undefined || until < day) return undefined;
  const days = listDays(day, until).slice(0, LONGEST_RANGE);
  return { sourceId: entry.id, scopes: scopesOfDays(entry, days), since };
}
