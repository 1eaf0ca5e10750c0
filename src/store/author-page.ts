import { authorName } from './authors.js';
import type { Database } from './database.js';
import { dropNulls } from './rows.js';
import type { AuthorPage, AuthorPageStore, AuthorProfile, PaperLine } from './store.js';
import { isUuid } from './uuid.js';

const MOST_INSTITUTIONS = 5;

export function createAuthorPageStore(database: Database): AuthorPageStore {
  return {
    async authorPage(id) {
      if (!isUuid(id)) return undefined;
      const [row] = await database.query<AuthorRow>(authorSql, [id, MOST_INSTITUTIONS]);
      return row && { ...row, profiles: row.profiles.map(toProfile) };
    },

    async authorInsteadOf(id) {
      const [row] = await database.query<{ id: string }>(insteadSql, [id]);
      return row?.id;
    },

    papersOfAuthor: async (id, { limit, offset }) =>
      isUuid(id) ? database.query<PaperLine>(papersSql, [id, limit, offset]) : [],
  };
}

type AuthorRow = Omit<AuthorPage, 'profiles'> & { profiles: ProfileRow[] };

/** As JSON has it. */
type ProfileRow = Omit<AuthorProfile, 'samples' | 'readAt'> & {
  samples: Record<string, number | string | null>[];
  readAt: string | null;
};

function toProfile({ samples, readAt, ...profile }: ProfileRow): AuthorProfile {
  return {
    ...dropNulls(profile),
    samples: samples.map(({ sampledAt, ...figures }) => ({
      ...dropNulls(figures),
      sampledAt: new Date(String(sampledAt)),
    })),
    ...(readAt !== null && { readAt: new Date(readAt) }),
  };
}

const samples = `
  (SELECT coalesce(jsonb_agg(jsonb_build_object('sampledAt', m.sampled_at, 'hIndex', m.h_index, 'citations', m.citations,
     'papers', m.papers, 'novelty', m.novelty, 'aiScore', m.ai_score) ORDER BY m.sampled_at), '[]')
   FROM profile_samples m WHERE m.source_id = f.source_id AND m.source_key = f.source_key)`;

/** A scope names a profile by its key, which is how it is found by an index, or by the address of its page, which is not looked for. */
const readAt = `
  (SELECT max(c.finished_at) FROM scans c WHERE c.source_id = f.source_id AND c.outcome IN ('ok', 'unchanged')
     AND c.scope = jsonb_build_object('profile', f.source_key))`;

const authorSql = `
  SELECT a.id, ${authorName} AS name,
    (SELECT count(*)::int FROM authorships s WHERE s.author_id = a.id) AS papers,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('sourceId', f.source_id, 'key', f.source_key, 'name', f.name, 'field', f.field,
        'orcid', f.orcid, 'samples', ${samples}, 'readAt', ${readAt}) ORDER BY f.source_id, f.source_key), '[]')
     FROM profiles f WHERE f.author_id = a.id) AS profiles,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('name', i.name, 'papers', i.papers) ORDER BY i.papers DESC, i.name), '[]') FROM (
        SELECT named.name, count(DISTINCT s.paper_id)::int AS papers FROM authorships s JOIN statements t ON t.paper_id = s.paper_id,
          jsonb_array_elements_text(CASE jsonb_typeof(t.said->'institutions') WHEN 'array' THEN t.said->'institutions' ELSE '[]' END) AS named(name)
        WHERE s.author_id = a.id GROUP BY named.name ORDER BY papers DESC, named.name LIMIT $2::int) i) AS institutions
  FROM authors a WHERE a.id = $1::uuid`;

/** An author that went leaves its profiles, which are now the other's. */
const insteadSql = `
  SELECT f.author_id AS id FROM people_decisions d, jsonb_to_recordset(d.parted->'profiles') AS k("sourceId" text, key text)
    JOIN profiles f ON f.source_id = k."sourceId" AND f.source_key = k.key
  WHERE d.parted->>'id' = $1 ORDER BY d.decided_at DESC LIMIT 1`;

const papersSql = `
  SELECT p.id AS "paperId", p.title, to_jsonb(p.authors) AS authors, p.author_count AS "authorCount",
    paper_day(p.published_at, p.first_seen_at) AS day
  FROM authorships s JOIN papers p ON p.id = s.paper_id WHERE s.author_id = $1::uuid
  ORDER BY day DESC, p.id LIMIT $2 OFFSET $3`;
