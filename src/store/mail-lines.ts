import type { Sql } from './database.js';
import type { Rate, Rates } from './store.js';

/** So many seconds' worth may go at once after a pause: mails go out steadily, and yet some at a time. */
const AT_ONCE_SECONDS = 0.5;

/** A rate as the database reckons with it: a turn every `gap` seconds, `depth` of them at once after a pause. */
interface Limit {
  gap: number;
  depth: number;
  hour_gap: number;
  hour_depth: number;
}

/** As fast as can be. */
export const unlimited: Limit = { gap: 0, depth: 1, hour_gap: 0, hour_depth: 1 };

/**
 * By domain; `*` is every other one, `''` the server. A quarter of an hour's mails may go at once and the rest evenly at
 * three quarters of the rate: so whichever hour is looked at, it holds no more.
 */
export function limitsOf({ perDomain, domains, ...all }: Rates): Record<string, Limit> {
  const own = Object.entries(domains).map(([domain, rate]) => [domain, limitOf(rate)] as const);
  return { ...Object.fromEntries(own), '*': limitOf(perDomain), '': limitOf(all) };
}

function limitOf({ perSecond, perHour }: Rate): Limit {
  return {
    gap: perSecond > 0 ? 1 / perSecond : 0,
    depth: Math.max(1, Math.floor(perSecond * AT_ONCE_SECONDS)),
    hour_gap: perHour > 0 ? 4800 / perHour : 0,
    hour_depth: Math.max(1, Math.ceil(perHour / 4)),
  };
}

/** The limit of the line of `row`, out of what `limitsOf` gave as parameter `at`. */
export const limitOfLine = (at: string, row = 'm') => `
  jsonb_to_record(coalesce(${at}::jsonb -> ${row}.domain, ${at}::jsonb -> '*'))
    AS l(gap float8, depth integer, hour_gap float8, hour_depth integer)`;

/** A domain with more readers than this stands in a line of its own whatever the rates are: should it put mail off, they are there. */
const MOST_WITHOUT_LINE = 100;

/** So many readers of one domain may be written to at once. */
function crowdOf(rate: Rate): number {
  const { depth, hour_depth } = limitOf(rate);
  return Math.min(
    MOST_WITHOUT_LINE,
    ...(rate.perSecond > 0 ? [depth] : []),
    ...(rate.perHour > 0 ? [hour_depth] : []),
  );
}

/** Gives lines to the domains with many readers of a cadence, and to those that have a rate of their own. */
export async function openLines(tx: Sql, cadence: string, rates?: Rates): Promise<void> {
  const crowd = rates ? crowdOf(rates.perDomain) : MOST_WITHOUT_LINE;
  await tx.query(openLinesSql, [cadence, crowd, Object.keys(rates?.domains ?? {})]);
}

const openLinesSql = `
  INSERT INTO mail_lines AS m (domain)
  SELECT s.domain FROM subscribers s WHERE s.state = 'active' AND s.cadence = $1
  GROUP BY s.domain HAVING count(*) > $2 OR s.domain = ANY ($3::text[]) ORDER BY s.domain
  ON CONFLICT (domain) DO UPDATE SET used_at = now()`;
