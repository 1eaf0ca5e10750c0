import { paperNow } from './aliases.js';
import type { Database } from './database.js';
import { decidePeople, takeBackPeople } from './decide-people.js';
import { decideText, takeBackText } from './decide-texts.js';
import { describeNamesakes, findNamesakes } from './namesakes.js';
import { dropNulls } from './rows.js';
import type { Decision, HoldStore, WaitingText } from './store.js';

/** What waits for a person's word, and what they said. */
export function createHoldStore(database: Database): HoldStore {
  return {
    async waiting() {
      const [held] = await database.query<{ texts: number }>('SELECT count(*)::int AS texts FROM holds');
      return { texts: held?.texts ?? 0, people: (await findNamesakes(database)).length };
    },

    async waitingTexts(limit) {
      const rows = await database.query<WaitingRow>(waitingTextsSql, [limit]);
      return rows.map(({ paper, ...row }) => ({ ...row, paper: dropNulls(paper) as WaitingText['paper'] }));
    },

    async likelyPeople(limit) {
      const pairs = (await findNamesakes(database)).slice(0, limit);
      return pairs.length === 0 ? [] : describeNamesakes(database, pairs);
    },

    async decisions(limit) {
      const texts = await database.query<Decision & { title: string | null }>(decidedTextsSql, [limit]);
      const people = await database.query<Decision>(decidedPeopleSql, [limit]);
      const both = [...texts.map((row) => dropNulls(row) as Decision), ...people];
      return both.sort((a, b) => b.decidedAt.getTime() - a.decidedAt.getTime()).slice(0, limit);
    },

    decideText: (holdId, answer) => database.transaction((tx) => decideText(tx, holdId, answer)),

    decidePeople: (profiles, answer) => database.transaction((tx) => decidePeople(tx, profiles, answer)),

    askAgain: (decisionId) =>
      database.transaction(async (tx) => {
        if (await takeBackText(tx, decisionId)) return 'text';
        return (await takeBackPeople(tx, decisionId)) ? 'people' : undefined;
      }),
  };
}

type WaitingRow = Omit<WaitingText, 'paper'> & { paper: Record<string, unknown> };

const named = (sourceId: string, key: string) =>
  `jsonb_build_object('sourceId', ${sourceId}, 'key', ${key}, 'name', coalesce(
    (SELECT f.name FROM profiles f WHERE f.source_id = ${sourceId} AND f.source_key = ${key}), ${key}))`;

const waitingTextsSql = `
  SELECT h.id, h.held_at AS "heldAt", h.text, h.score, ${named('h.source_id', 'h.source_key')} AS profile,
    jsonb_build_object('id', p.id, 'title', p.title, 'authors', p.authors, 'abstract', p.abstract, 'url', p.url) AS paper
  FROM holds h JOIN papers p ON p.id = h.paper_id ORDER BY h.held_at, h.id LIMIT $1`;

const decidedTextsSql = `
  SELECT d.id, 'text' AS kind, d.same, d.text, d.decided_by AS "decidedBy", d.decided_at AS "decidedAt",
    (SELECT p.title FROM papers p WHERE p.id = ${paperNow('d.paper_id')}) AS title,
    (SELECT jsonb_agg(${named('k."sourceId"', 'k.key')})
      FROM jsonb_to_recordset(d.held) AS k("sourceId" text, key text)) AS profiles
  FROM text_decisions d ORDER BY d.decided_at DESC, d.id LIMIT $1`;

const decidedPeopleSql = `
  SELECT d.id, 'people' AS kind, d.same, d.decided_by AS "decidedBy", d.decided_at AS "decidedAt",
    jsonb_build_array(${named('d.source_id', 'd.source_key')}, ${named('d.other_source_id', 'd.other_source_key')}) AS profiles,
    (SELECT count(DISTINCT f.author_id) = 1 FROM profiles f WHERE (f.source_id, f.source_key)
      IN ((d.source_id, d.source_key), (d.other_source_id, d.other_source_key))) AS "areOne"
  FROM people_decisions d ORDER BY d.decided_at DESC, d.id LIMIT $1`;
