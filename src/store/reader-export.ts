import type { Subscriber } from '../model/subscriber.js';
import { authorName } from './authors.js';
import type { Sql } from './database.js';
import { dropNulls } from './rows.js';
import type { ReaderExport } from './store.js';

/** Everything that is stored of a reader, but for what only guards it: hashes, and who holds a lease. */
export async function gatherExport(tx: Sql, subscriber: Subscriber): Promise<ReaderExport> {
  const [known] = await tx.query<Omit<ReaderExport, 'subscriber'>>(exportSql, [subscriber.id]);
  if (!known) throw new Error('a reader who was just found cannot be read');
  const { deliveries, letters, bounces, ...rest } = known;
  return {
    subscriber,
    ...dropNulls(rest),
    deliveries: deliveries.map(({ finishedAt, ...delivery }) => ({
      ...delivery,
      ...(finishedAt && { finishedAt: new Date(finishedAt) }),
    })),
    letters: letters.map(({ createdAt, ...letter }) => ({ ...letter, createdAt: new Date(createdAt) })),
    ...(bounces && { bounces: bounces.map(({ at, ...bounce }) => ({ ...bounce, at: new Date(at) })) }),
  };
}

const exportSql = `
  SELECT s.confirmed_at AS "confirmedAt", s.left_at AS "leftAt", s.asked_choices AS "askedChoices",
    (SELECT x.reason FROM suppressions x WHERE x.address_hmac = s.address_hmac) AS suppressed,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'name', ${authorName}) ORDER BY ${authorName}), '[]')
       FROM authors a WHERE a.id::text = ANY (s.authors)) AS "followedAuthors",
    (SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('cadence', e.cadence, 'date', e.date, 'state', d.state,
        'finishedAt', d.finished_at, 'reason', d.reason, 'papers', ARRAY(
          SELECT x.shown->>'title' FROM edition_papers x
          WHERE x.edition_id = e.id AND x.paper_id = ANY (d.paper_ids) ORDER BY x.rank)))
        ORDER BY e.date DESC, e.cadence), '[]')
       FROM deliveries d JOIN editions e ON e.id = d.edition_id WHERE d.subscriber_id = s.id) AS deliveries,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', l.kind, 'state', l.state, 'createdAt', l.created_at)
        ORDER BY l.created_at DESC), '[]')
       FROM letters l WHERE l.subscriber_id = s.id) AS letters,
    (SELECT jsonb_agg(jsonb_build_object('kind', b.kind, 'reason', b.reason, 'at', b.bounced_at) ORDER BY b.bounced_at DESC)
       FROM bounces b WHERE b.subscriber_id = s.id) AS bounces
  FROM subscribers s WHERE s.id = $1`;
