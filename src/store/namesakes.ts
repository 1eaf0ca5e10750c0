import type { ProfileKey } from '../model/author.js';
import type { Sql } from './database.js';
import { foldName } from './fold-name.js';
import { dropNulls, json } from './rows.js';
import type { LikelyPeople, LikelyProfile, NamedProfile } from './store.js';

interface Namesake extends NamedProfile {
  authorId: string;
}

/** Two profiles of two authors, in the order of their keys. */
export type Namesakes = [Namesake, Namesake];

/** Profiles of different sources that bear one name, are two authors, and of which nobody has said that they are two people. */
export async function findNamesakes(sql: Sql): Promise<Namesakes[]> {
  const profiles = await sql.query<Namesake>(
    'SELECT source_id AS "sourceId", source_key AS key, name, author_id AS "authorId" FROM profiles',
  );
  const apart = await sql.query<{ one: string; other: string }>(apartSql);
  const answered = new Set(apart.map(({ one, other }) => pairKey(one, other)));
  return pairNamesakes(profiles.sort(compareProfiles), answered);
}

/** One pair of two authors, whatever number of profiles they have. */
function pairNamesakes(profiles: Namesake[], answered: Set<string>): Namesakes[] {
  const pairs: Namesakes[] = [];
  const met = new Set(answered);
  for (const bearers of groupByName(profiles).values())
    for (const [at, one] of bearers.entries())
      for (const other of bearers.slice(at + 1)) {
        const key = pairKey(one.authorId, other.authorId);
        if (one.sourceId === other.sourceId || one.authorId === other.authorId || met.has(key)) continue;
        met.add(key);
        pairs.push([one, other]);
      }
  return pairs.sort(([a], [b]) => compareText(a.name, b.name) || compareProfiles(a, b));
}

function groupByName(profiles: Namesake[]): Map<string, Namesake[]> {
  const groups = new Map<string, Namesake[]>();
  for (const profile of profiles) {
    const name = foldName(profile.name);
    groups.set(name, [...(groups.get(name) ?? []), profile]);
  }
  return groups;
}

/** What a person needs to tell whether two profiles are one person's. */
export async function describeNamesakes(sql: Sql, pairs: Namesakes[]): Promise<LikelyPeople[]> {
  const rows = await sql.query<ProfileRow>(profilesSql, [json(pairs.flat())]);
  const common = await sql.query<CommonRow>(commonSql, [
    pairs.map(([one]) => one.authorId),
    pairs.map(([, other]) => other.authorId),
  ]);
  const profileOf = (key: ProfileKey) => rows.find((row) => isSame(row, key));
  return pairs.flatMap(([one, other], at) => {
    const [a, b] = [profileOf(one), profileOf(other)];
    const { papers = 0, titles = [] } = common.find(({ place }) => place === at + 1) ?? {};
    return a && b ? [{ profiles: [toLikely(a), toLikely(b)], common: { papers, titles } }] : [];
  });
}

type ProfileRow = Omit<LikelyProfile, 'field' | 'orcid' | 'figures'> & {
  field: string | null;
  orcid: string | null;
  figures: Record<string, number | null> | null;
};

interface CommonRow {
  place: number;
  papers: number;
  titles: string[];
}

const toLikely = ({ figures, ...row }: ProfileRow): LikelyProfile => ({
  ...dropNulls(row),
  figures: dropNulls(figures ?? {}),
});

export const isSame = (one: ProfileKey, other: ProfileKey): boolean => compareProfiles(one, other) === 0;

/** By source and key, wherever it is compared: databases differ in how they sort texts. */
export function compareProfiles(one: ProfileKey, other: ProfileKey): number {
  return compareText(one.sourceId, other.sourceId) || compareText(one.key, other.key);
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const pairKey = (one: string, other: string) => [one, other].sort().join();

/** Authors that are two people by what was said of any of their profiles. */
const apartSql = `
  SELECT DISTINCT a.author_id AS one, b.author_id AS other FROM people_decisions d
  JOIN profiles a ON (a.source_id, a.source_key) = (d.source_id, d.source_key)
  JOIN profiles b ON (b.source_id, b.source_key) = (d.other_source_id, d.other_source_key)
  WHERE NOT d.same`;

const profilesSql = `
  SELECT f.source_id AS "sourceId", f.source_key AS key, f.name, f.field, f.orcid,
    (SELECT count(*)::int FROM authorships s WHERE s.author_id = f.author_id) AS papers,
    ARRAY(SELECT p.title FROM authorships s JOIN papers p ON p.id = s.paper_id WHERE s.author_id = f.author_id
      ORDER BY p.published_at DESC NULLS LAST, p.first_seen_at DESC, p.id LIMIT 3) AS titles,
    (SELECT jsonb_build_object('hIndex', m.h_index, 'citations', m.citations, 'papers', m.papers) FROM profile_samples m
      WHERE m.source_id = f.source_id AND m.source_key = f.source_key ORDER BY m.sampled_at DESC LIMIT 1) AS figures
  FROM profiles f WHERE (f.source_id, f.source_key) IN (
    SELECT k."sourceId", k.key FROM jsonb_to_recordset($1::jsonb) AS k("sourceId" text, key text))`;

const commonSql = `
  SELECT k.place::int, count(*)::int AS papers, (array_agg(p.title ORDER BY p.title))[1:3] AS titles
  FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS k(one, other, place)
  JOIN authorships a ON a.author_id = k.one JOIN authorships b ON b.author_id = k.other AND b.paper_id = a.paper_id
  JOIN papers p ON p.id = a.paper_id GROUP BY k.place`;
