import type { Database, Sql } from './database.js';
import { foldQuery, isOr, type QueryPart, wantedWords, writeQuery } from './fold-query.js';
import { mendWords } from './mend-words.js';
import { type NewsRow, toNewsPaper } from './papers.js';
import { json } from './rows.js';
import { countNewestSql, newestSql, RANKED, rankedSql } from './search-sql.js';
import type { FoundPapers, PaperQuery, SearchPlace, SearchStore } from './store.js';
import { readTypedIds } from './typed-ids.js';

export function createSearchStore(database: Database): SearchStore {
  return {
    searchPapers: (query) =>
      database.transaction(async (tx) => {
        // Beside words that few papers hold together the planner would read the whole table, and compile how.
        await tx.script('SET LOCAL enable_seqscan = off; SET LOCAL jit = off');
        const { parts, isCut } = foldQuery(query.text ?? '');
        if (parts.length === 0) return listNewest(tx, query, isCut);
        return { ...(await findRanked(tx, query, parts)), isCut };
      }),

    async wordsFound(shown, { words, otherwise }) {
      if (words.length === 0 || shown.length === 0) return new Set();
      const beginning = otherwise === 'by the beginning of the last word' ? words.at(-1) : undefined;
      const rows = await database.query<{ word: string }>(wordsFoundSql, [
        shown,
        words.join(' '),
        beginning ?? null,
      ]);
      return new Set(rows.map(({ word }) => word));
    },
  };
}

async function listNewest(tx: Sql, query: PaperQuery, isCut: boolean): Promise<FoundPapers> {
  const values = [query.now, ...filterValues(query)];
  const rows = await tx.query<FoundRow>(newestSql, [...values, ...pageValues(query)]);
  const [count] = await tx.query<{ total: number | null }>(countNewestSql, filterValues(query));
  return {
    ...cutPage(rows, query.limit),
    ...(typeof count?.total === 'number' && { total: count.total }),
    ...{ words: [], isPartial: false, isCut },
  };
}

type Ranked = Omit<FoundPapers, 'isCut'>;

/** As typed; if no paper holds that, by what the last word may be the beginning of; if none still, with words mended. */
async function findRanked(tx: Sql, query: PaperQuery, parts: QueryPart[]): Promise<Ranked> {
  const ids = Object.entries(readTypedIds(query.text ?? ''));
  const asTyped = await rank(tx, query, { parts, ids });
  if (asTyped.total !== 0) return asTyped;
  const [last, before] = [parts.at(-1), parts.at(-2)];
  if (last && mayBegin(last) && !(before && isOr(before))) {
    const begun = await rank(tx, query, { parts: parts.slice(0, -1), beginning: last.words[0] });
    if (begun.total !== 0)
      return { ...begun, words: wantedWords(parts), otherwise: 'by the beginning of the last word' };
  }
  const mended = await mendWords(tx, parts);
  const meant = mended && (await rank(tx, query, { parts: mended }));
  return meant && meant.total !== 0 ? { ...meant, otherwise: 'by similar words' } : asTyped;
}

const mayBegin = ({ words: [word = ''], isPhrase, isExcluded }: QueryPart): boolean =>
  !isPhrase && !isExcluded && word.length > 1;

interface Wanted {
  parts: QueryPart[];
  beginning?: string | undefined;
  /** Ids that were typed: the papers that carry them come first. */
  ids?: [scheme: string, value: string][];
}

async function rank(tx: Sql, query: PaperQuery, { parts, beginning, ids = [] }: Wanted): Promise<Ranked> {
  const [asked] = await tx.query<{ words: string }>(readQuerySql, [writeQuery(parts), beginning ?? '']);
  const rows = await tx.query<RankedRow>(rankedSql, [
    query.now,
    ...filterValues(query),
    ...pageValues(query),
    asked?.words ?? '',
    json(ids.map(([scheme, value]) => ({ scheme, value }))),
  ]);
  const [first] = rows;
  return {
    ...cutPage(
      rows.filter(({ id }) => id !== null),
      query.limit,
    ),
    ...(first && !first.newestOnly && { total: first.total }),
    isPartial: first !== undefined && (first.newestOnly || first.total > RANKED),
    words: wantedWords(parts),
  };
}

type FoundRow = NewsRow & { key: number };
type RankedRow = FoundRow & { total: number; newestOnly: boolean };

const filterValues = ({ topicId, since, until }: PaperQuery) => [
  topicId ?? null,
  since ?? null,
  until ?? null,
];

/** One more than is asked for, to see whether there are more. */
const pageValues = ({ after, limit }: PaperQuery) => [after?.key ?? null, after?.paperId ?? null, limit + 1];

function cutPage(rows: FoundRow[], limit: number): Pick<FoundPapers, 'papers' | 'next'> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next: SearchPlace | undefined =
    last && rows.length > limit ? { key: last.key, paperId: last.id } : undefined;
  return { papers: page.map(({ key: _key, ...row }) => toNewsPaper(row)), ...(next && { next }) };
}

/** Words that carry no subject are left out, unless there are no others. Of `gpt:*` each begins so; a part with no words asks for nothing. */
const readQuerySql = `
  SELECT (CASE WHEN $2 = '' THEN typed.query WHEN typed.query = '' THEN begun.query ELSE typed.query && begun.query END)::text AS words
  FROM (SELECT CASE WHEN websearch_to_tsquery('english', $1) = '' THEN websearch_to_tsquery('broadsheet.every_word', $1)
          ELSE websearch_to_tsquery('english', $1) END AS query) typed,
    (SELECT CASE WHEN $2 = '' THEN ''::tsquery ELSE to_tsquery('simple', $2 || ':*') END AS query) begun`;

const wordsFoundSql = `
  WITH asked AS (
    SELECT tsvector_to_array(CASE WHEN plain = '' THEN every ELSE plain END) AS lexemes
    FROM to_tsvector('english', $2) plain, to_tsvector('broadsheet.every_word', $2) every)
  SELECT word FROM asked, unnest($1::text[]) word
  WHERE tsvector_to_array(to_tsvector('broadsheet.every_word', broadsheet.fold_words(word))) && asked.lexemes
    OR starts_with(broadsheet.fold_words(word), $3)`;
