import type { HeldText, ProfileKey } from '../model/author.js';
import type { Sighting } from '../model/paper.js';
import { type AbstractMatch, matchAbstract } from '../papers/match-abstract.js';
import type { DecidedPaper, Store } from '../store/store.js';

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
  const candidates: DecidedPaper[] = sightings.some(standsAlone) ? await store.papersOfPerson(person) : [];
  const held: HeldText[] = [];
  let unmatched = 0;
  const named = sightings.flatMap((sighting) => {
    if (!standsAlone(sighting)) return [sighting];
    const match = findPaper(sighting.abstract ?? '', candidates);
    if (match.kind === 'joined') return [withIdentity(sighting, match.paperId, candidates)];
    if (match.kind === 'held')
      held.push({ text: sighting.abstract ?? '', paperId: match.paperId, score: match.score });
    else unmatched += 1;
    return [];
  });
  return { sightings: named, held, unmatched };
}

const standsAlone = ({ ids, title }: Sighting) => title === undefined && Object.keys(ids).length === 0;

/** A person's word comes first: it names the paper, or takes papers out. */
function findPaper(text: string, candidates: DecidedPaper[]): AbstractMatch {
  const answerOf = ({ decided = [] }: DecidedPaper) => decided.findLast((each) => each.text === text)?.same;
  const told = candidates.find((paper) => answerOf(paper) === true);
  if (told) return { kind: 'joined', paperId: told.paperId, score: 1 };
  const open = candidates.filter((paper) => answerOf(paper) === undefined);
  return matchAbstract(text, open);
}

function withIdentity(sighting: Sighting, paperId: string, candidates: DecidedPaper[]): Sighting {
  const paper = candidates.find((candidate) => candidate.paperId === paperId);
  if (!paper) return sighting;
  const hasId = Object.keys(paper.ids).length > 0;
  return hasId
    ? { ...sighting, ids: paper.ids }
    : { ...sighting, title: paper.title, authors: paper.authors };
}
