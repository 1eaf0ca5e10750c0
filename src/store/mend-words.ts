import type { Sql } from './database.js';
import { isOr, type QueryPart } from './fold-query.js';

/** Shorter words have too many neighbours. */
const SHORTEST = 4;

/**
 * The query with each word that no paper holds turned into the nearest word of a title or a name. Undefined where no
 * word can be mended, or the database cannot compare words (see the migration).
 */
export async function mendWords(sql: Sql, parts: readonly QueryPart[]): Promise<QueryPart[] | undefined> {
  const words = parts.filter((part) => !part.isExcluded && !isOr(part)).flatMap((part) => part.words);
  const candidates = words.filter((word) => word.length >= SHORTEST && !/\d/.test(word));
  const place = candidates.length > 0 && (await findComparison(sql));
  if (!place) return undefined;
  const rows = await sql.query<{ word: string; alike: string[] }>(alikeSql(place), [candidates]);
  const mended = new Map(rows.flatMap(({ word, alike }) => nearest(word, alike)));
  if (mended.size === 0) return undefined;
  return parts.map((part) => ({ ...part, words: part.words.map((word) => mended.get(word) ?? word) }));
}

/** The schema that pg_trgm is in, quoted; it need not be one that is searched. */
async function findComparison(sql: Sql): Promise<string | undefined> {
  const [row] = await sql.query<{ place: string }>(
    `SELECT quote_ident(n.nspname) AS place FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
     WHERE e.extname = 'pg_trgm'`,
  );
  return row?.place;
}

/** Only for words that no paper holds: what is rare need not be wrong. */
const alikeSql = (place: string) => `
  SELECT asked.word, ARRAY(
    SELECT t.word FROM title_words t WHERE t.word OPERATOR(${place}.%) asked.word
    ORDER BY ${place}.similarity(t.word, asked.word) DESC, t.word LIMIT 20) AS alike
  FROM unnest($1::text[]) AS asked(word)
  WHERE NOT EXISTS (SELECT FROM title_words t WHERE t.word = asked.word)
    AND NOT EXISTS (SELECT FROM paper_words w WHERE w.words @@ plainto_tsquery('broadsheet.every_word', asked.word))`;

/** The one that takes the fewest slips, the most similar of several; none that takes more than a third of the letters. */
function nearest(word: string, alike: readonly string[]): [string, string][] {
  const most = Math.max(1, Math.floor(word.length / 3));
  const [best] = alike
    .map((other, at) => ({ other, at, slips: countSlips(word, other) }))
    .filter(({ slips }) => slips <= most)
    .sort((a, b) => a.slips - b.slips || a.at - b.at);
  return best ? [[word, best.other]] : [];
}

/** Letters left out, put in, changed or swapped with their neighbour (optimal string alignment). */
function countSlips(a: string, b: string): number {
  const [from, to] = [[...a], [...b]];
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const changed = cell(last, j - 1) + (from[i - 1] === to[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const swapped = isSwap ? cell(beforeLast, j - 2) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(changed, swapped, cell(last, j) + 1, cell(row, j - 1) + 1));
    }
    [beforeLast, last] = [last, row];
  }
  return cell(last, to.length);
}

const cell = (row: number[], at: number): number => row[at] ?? Number.POSITIVE_INFINITY;
