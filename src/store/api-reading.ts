import type { Scan } from '../model/scan.js';
import { createPaperReading } from './api-papers.js';
import { authorName } from './authors.js';
import type { Database } from './database.js';
import { dropNulls, json } from './rows.js';
import type { ApiReadingStore, DeliveryRow, EditionHead, FoundAuthor, StoredProfile } from './store.js';

/** What programs read in parts. */
export function createApiReading(database: Database): ApiReadingStore {
  return {
    ...createPaperReading(database),

    listAuthors: (query, { after, limit }) =>
      database.query<FoundAuthor>(authorsSql, [query ?? '', after?.name ?? null, after?.id ?? null, limit]),

    async profilesOf(authorId) {
      const rows = await database.query<StoredProfile>(profilesSql, [authorId]);
      return rows.map(({ samples, ...row }) => ({
        ...(dropNulls(row) as StoredProfile),
        samples: samples.map((sample) => dropNulls(sample)),
      }));
    },

    listEditions: (cadence, { after, limit }) =>
      database.query<EditionHead>(editionsSql, [
        cadence ?? null,
        after?.date ?? null,
        after?.cadence ?? null,
        limit,
      ]),

    async listScans({ sourceId, outcome }, { after, limit }) {
      const values = [sourceId ?? null, outcome ?? null, after?.id ?? null, limit];
      return (await database.query<Scan>(scansSql, values)).map((row) => dropNulls(row) as Scan);
    },

    async scansSince(sourceId, scopes, since) {
      const rows = await database.query<Scan>(scansSinceSql, [sourceId, json(scopes), since]);
      return rows.map((row) => dropNulls(row) as Scan);
    },

    async listDeliveries(editionId, state, { after, limit }) {
      const values = [editionId, state ?? null, after?.subscriberId ?? null, limit];
      return (await database.query<DeliveryRow>(deliveriesSql, values)).map(
        (row) => dropNulls(row) as DeliveryRow,
      );
    },
  };
}

const authorsSql = `
  SELECT found.id, found.name,
    ARRAY(SELECT DISTINCT p.source_id FROM profiles p WHERE p.author_id = found.id ORDER BY 1) AS sources,
    (SELECT count(*)::int FROM authorships s WHERE s.author_id = found.id) AS papers
  FROM (SELECT a.id, ${authorName} AS name FROM authors a) found
  WHERE ($1 = '' OR position(lower($1) IN lower(found.name)) > 0)
    AND ($2::text IS NULL OR (lower(found.name) COLLATE "C", found.id) > (lower($2) COLLATE "C", $3::uuid))
  ORDER BY lower(found.name) COLLATE "C", found.id LIMIT $4`;

const profilesSql = `
  SELECT f.source_id AS "sourceId", f.source_key AS key, f.name, f.field,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('sampledAt', m.sampled_at, 'hIndex', m.h_index, 'citations', m.citations,
       'papers', m.papers, 'novelty', m.novelty, 'aiScore', m.ai_score) ORDER BY m.sampled_at), '[]')
     FROM profile_samples m WHERE m.source_id = f.source_id AND m.source_key = f.source_key) AS samples
  FROM profiles f WHERE f.author_id = $1::uuid ORDER BY f.source_id, f.source_key`;

const editionsSql = `
  SELECT e.id, e.cadence, e.date, e.number, e.frozen_at AS "frozenAt", e.missing,
    (SELECT count(*)::int FROM edition_papers x WHERE x.edition_id = e.id) AS "paperCount"
  FROM editions e
  WHERE ($1::text IS NULL OR e.cadence = $1) AND ($2::date IS NULL OR (e.date, e.cadence) < ($2::date, $3::text))
  ORDER BY e.date DESC, e.cadence DESC LIMIT $4`;

const scanSql = `
  SELECT c.id::text, c.source_id AS "sourceId", c.scope, c.started_at AS "startedAt", c.finished_at AS "finishedAt",
    c.asked_by AS "askedBy", c.outcome, c.reason, c.warning, c.counts FROM scans c`;

const scansSql = `${scanSql}
  WHERE ($1::text IS NULL OR c.source_id = $1) AND ($2::text IS NULL OR c.outcome = $2) AND ($3::bigint IS NULL OR c.id < $3::bigint)
  ORDER BY c.id DESC LIMIT $4`;

const scansSinceSql = `
  SELECT first.* FROM jsonb_array_elements($2::jsonb) AS asked(scope),
    LATERAL (${scanSql} WHERE c.source_id = $1 AND c.scope = asked.scope AND c.finished_at >= $3 ORDER BY c.id LIMIT 1) first`;

const deliveriesSql = `
  SELECT d.edition_id AS "editionId", d.subscriber_id AS "subscriberId", s.email, d.state, d.due_at AS "dueAt", d.attempts,
    coalesce(cardinality(d.paper_ids), 0) AS papers, d.reason, d.finished_at AS "finishedAt"
  FROM deliveries d JOIN subscribers s ON s.id = d.subscriber_id
  WHERE d.edition_id = $1::uuid AND ($2::text IS NULL OR d.state = $2) AND ($3::uuid IS NULL OR d.subscriber_id > $3::uuid)
  ORDER BY d.subscriber_id LIMIT $4`;
