import type { HeldText, ProfileKey } from '../model/author.js';
import type { Sighting } from '../model/paper.js';
import { matchAbstract } from '../papers/match-abstract.js';
import type { PersonsPaper, Store } from '../store/store.js';

/** A person's page after its texts without title and id were looked for among the person's papers. */
export interface Identified {
  sightings: Sighting[];
  /** Near a paper, not near enough: a person decides. */
  held: HeldText[];
  /** Near none. */
  unmatched: number;
}

/** Gives texts that stand alone the identity of the person's paper they match; the others keep what they came with. */
export async function identifyTexts(
  sightings: Sighting[],
  person: ProfileKey[],
  store: Pick<Store, 'papersOfPerson'>,
): Promise<Identified> {
  const candidates = sightings.some(standsAlone) ? await store.papersOfPerson(person) : [];
  const held: HeldText[] = [];
  let unmatched = 0;
  const named = sightings.flatMap((sighting) => {
    if (!standsAlone(sighting)) return [sighting];
    const match = matchAbstract(sighting.abstract ?? '', candidates);
    if (match.kind === 'joined') return [withIdentity(sighting, match.paperId, candidates)];
    if (match.kind === 'held')
      held.push({ text: sighting.abstract ?? '', paperId: match.paperId, score: match.score });
    else unmatched += 1;
    return [];
  });
  return { sightings: named, held, unmatched };
}

const standsAlone = ({ ids, title }: Sighting) => title === undefined && Object.keys(ids).length === 0;

function withIdentity(sighting: Sighting, paperId: string, candidates: PersonsPaper[]): Sighting {
  const paper = candidates.find((candidate) => candidate.paperId === paperId);
  if (!paper) return sighting;
  const hasId = Object.keys(paper.ids).length > 0;
  return hasId
    ? { ...sighting, ids: paper.ids }
    : { ...sighting, title: paper.title, authors: paper.authors };
}
