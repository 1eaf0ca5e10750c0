import type { Database } from './database.js';
import { type NewsRow, newsColumns, toNewsPaper } from './papers.js';
import { dropNulls } from './rows.js';
import type { ApiReadingStore, PaperFilter, PaperHistory, PaperPlace, PartAfter } from './store.js';

type PaperReading = Pick<ApiReadingStore, 'listPapers' | 'findPaper' | 'paperHistory'>;

/** Papers as programs read them. */
export function createPaperReading(database: Database): PaperReading {
  return {
    async listPapers(filter, part, now) {
      const { where, values } = narrow(filter, part, [now, part.limit]);
      const rows = await database.query<NewsRow>(listSql(where), values);
      return rows.map(toNewsPaper);
    },

    async findPaper(id, now) {
      const [row] =
        typeof id === 'string'
          ? await database.query<NewsRow>(`${oneSql} ${ofId}`, [now, id])
          : await database.query<NewsRow>(`${oneSql} ${ofScheme}`, [now, ...id]);
      return row && toNewsPaper(row);
    },

    async paperHistory(id) {
      const [row] = await database.query<PaperHistory>(historySql, [id]);
      const { listings = [], sightings = [] } = row ?? {};
      return { listings, sightings: sightings.map(dropNulls) };
    },
  };
}

/** Each filter is a line of its own where it is asked for, so that the planner sees what is there and nothing else. */
function narrow(
  { text, topicId, authorId, since, until, hasCode }: PaperFilter,
  { after }: PartAfter<PaperPlace>,
  values: unknown[],
): { where: string; values: unknown[] } {
  const lines: string[] = [];
  const $ = (value: unknown) => `$${values.push(value)}`;
  if (after)
    lines.push(`(p.first_seen_at, p.id) < (${$(after.firstSeenAt)}::timestamptz, ${$(after.id)}::uuid)`);
  if (text !== undefined) lines.push(`p.id IN (${holding($(text))})`);
  if (topicId)
    lines.push(`EXISTS (SELECT FROM matches m WHERE m.paper_id = p.id AND m.topic_id = ${$(topicId)})`);
  if (authorId)
    lines.push(`p.id IN (SELECT s.paper_id FROM authorships s WHERE s.author_id = ${$(authorId)}::uuid)`);
  if (since ?? until)
    lines.push(`p.id IN (SELECT l.paper_id FROM listings l WHERE ${between($, since, until)})`);
  if (hasCode !== undefined) lines.push(`p.code_url IS ${hasCode ? 'NOT ' : ''}NULL`);
  return { where: lines.length > 0 ? `WHERE ${lines.join(' AND ')}` : '', values };
}

const between = ($: (value: unknown) => string, since?: string, until?: string) =>
  [since && `l.day >= ${$(since)}::date`, until && `l.day <= ${$(until)}::date`]
    .filter(Boolean)
    .join(' AND ');

/** Words of title and names are kept otherwise than those of the abstract: see the migration of the search. */
const holding = (text: string) => `
  SELECT w.paper_id FROM paper_words w
  WHERE w.words @@ websearch_to_tsquery('broadsheet.every_word', fold_words(${text}))
    OR w.words @@ websearch_to_tsquery('english', fold_words(${text}))`;

const newsOf = `${newsColumns}, p.id::text AS "changeId", false AS revised, p.first_seen_at AS "newsAt"`;

/** The part is chosen first, so that what is shown of a paper is looked up for those of the part alone. */
const listSql = (where: string) => `
  WITH part AS MATERIALIZED (
    SELECT p.id AS part_id, p.first_seen_at AS part_at FROM papers p ${where} ORDER BY p.first_seen_at DESC, p.id DESC LIMIT $2)
  SELECT ${newsOf} FROM part JOIN papers p ON p.id = part_id ORDER BY part_at DESC, part_id DESC`;

const oneSql = `SELECT ${newsOf} FROM papers p`;
const ofId = `WHERE p.id = coalesce((SELECT x.paper_id FROM paper_aliases x WHERE x.alias_id = $2::uuid), $2::uuid)`;
const ofScheme = 'WHERE p.id = (SELECT i.paper_id FROM paper_ids i WHERE i.scheme = $2 AND i.value = $3)';

const historySql = `
  SELECT
    (SELECT coalesce(jsonb_agg(jsonb_build_object('sourceId', l.source_id, 'day', l.day) ORDER BY l.day, l.source_id), '[]')
     FROM listings l WHERE l.paper_id = $1::uuid) AS listings,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('sourceId', s.source_id, 'seenAt', s.seen_at, 'upvotes', s.upvotes,
       'comments', s.comments, 'stars', s.stars) ORDER BY s.seen_at, s.source_id), '[]')
     FROM sightings s WHERE s.paper_id = $1::uuid) AS sightings`;
