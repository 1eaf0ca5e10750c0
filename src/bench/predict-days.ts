import { DateTime } from 'luxon';
import type { Config } from '../config.js';
import type { Day } from '../model/clock.js';
import type { Database } from '../store/database.js';
import { createPaperStore } from '../store/papers.js';
import type { Figure } from './figure.js';
import { isTelling, type Prediction, predictFinal } from './predict-final.js';

type Settings = Pick<Config, 'editions' | 'trending'>;

/** Below so many days a difference says little. */
const ENOUGH_DAYS = 20;

/** After everything that was ever counted. */
const IN_THE_END = new Date('9999-01-01T00:00:00Z');

/**
 * How well the ranking of a day's list on the morning after, when its edition is frozen, predicts the ten papers with
 * the most votes in the end, against the votes of that morning alone. Days count whose papers were counted again a day
 * after that morning or later. Votes and gains are as they stood; code and sources as they are known now.
 */
export async function* predictDays(database: Database, settings: Settings): AsyncIterable<Figure> {
  const predictions: Prediction[] = [];
  const days = await database.query<{ day: Day }>('SELECT DISTINCT day FROM listings ORDER BY day');
  for (const { day } of days) {
    const prediction = await predictDay(database, day, settings);
    if (prediction) predictions.push(prediction);
  }
  yield* describe(predictions, days.length);
}

async function predictDay(database: Database, day: Day, settings: Settings): Promise<Prediction | undefined> {
  const morning = morningAfter(day, settings.editions);
  if (!(await isCountedLater(database, day, morning))) return undefined;
  const store = createPaperStore(database);
  const known = (await store.papersOfDay(day, morning)).filter(({ newsAt }) => newsAt <= morning);
  if (!isTelling(known)) return undefined;
  const final = await store.papersOfDay(day, IN_THE_END);
  const votes = new Map(final.map(({ paper, counts }) => [paper.id, counts.upvotes ?? 0]));
  return predictFinal(known, votes, settings.trending, morning);
}

/** The first freeze after the list's day. */
function morningAfter(day: Day, { freezeAt, timeZone }: Config['editions']): Date {
  return DateTime.fromISO(`${day}T${freezeAt}`, { zone: timeZone }).plus({ days: 1 }).toJSDate();
}

async function isCountedLater(database: Database, day: Day, morning: Date): Promise<boolean> {
  const [row] = await database.query<{ later: boolean }>(
    `SELECT EXISTS (SELECT FROM sightings s JOIN listings l USING (paper_id)
       WHERE l.day = $1::date AND s.upvotes IS NOT NULL AND s.seen_at >= $2::timestamptz + interval '1 day') AS later`,
    [day, morning],
  );
  return row?.later ?? false;
}

function* describe(predictions: Prediction[], listed: number): Iterable<Figure> {
  const days = predictions.length;
  yield { what: 'days with a later count', value: days, unit: 'days', note: noteDays(days, listed) };
  if (days === 0) return;
  const meanOf = (share: (one: Prediction) => number) =>
    (100 * predictions.reduce((sum, one) => sum + share(one), 0)) / days;
  const better = predictions.filter(({ byRanking, byVotes }) => byRanking > byVotes).length;
  const worse = predictions.filter(({ byRanking, byVotes }) => byRanking < byVotes).length;
  yield {
    what: "final top ten in the morning's first ten (recall@10)",
    value: meanOf(({ byRanking }) => byRanking),
    unit: '%',
    obvious: meanOf(({ byVotes }) => byVotes),
    note: `against votes alone: better on ${better}, worse on ${worse} of ${days} days`,
  };
}

function noteDays(days: number, listed: number): string {
  const of = `of ${listed} listed`;
  return days < ENOUGH_DAYS ? `${of}; too little history: ${ENOUGH_DAYS} would be a start` : of;
}
