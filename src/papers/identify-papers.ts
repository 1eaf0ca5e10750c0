import type { KnownPaper } from '../model/known.js';
import type { Sighting } from '../model/paper.js';
import {
  createIdentity,
  createIdentityIndex,
  hasIds,
  type Identity,
  type IdentityIndex,
} from './identity-index.js';
import { titleKey } from './title-key.js';

/** One paper of a page. */
export interface PagePaper {
  /** What the page says of it: where it stands there twice the first counts, with the ids of all. */
  sighting: Sighting;
  /** The stored papers that it is: none when it is new, several when these are found to be one; the oldest first. */
  stored: KnownPaper[];
}

/** Tells which sightings of a page are of one paper, and which stored papers that is. */
export function identifyPapers(sightings: Sighting[], known: KnownPaper[]): PagePaper[] {
  const index = createIdentityIndex();
  for (const each of known)
    index.learn(createIdentity(each), { ids: each.paper.ids, titleKeys: [each.titleKey] });
  const met = new Set<Identity>();
  const ordered: Sighting[] = [];
  const meet = (sighting: Sighting) => {
    const key = keyOf(sighting);
    const found = index.find(sighting, key);
    // Without a title nothing new can be told.
    if (!found && key === undefined) return;
    const identity = found ?? createIdentity();
    index.gather(identity, sighting);
    index.learn(identity, { ids: sighting.ids, titleKeys: key === undefined ? [] : [key] });
    identity.mentions.push(ordered.push(sighting) - 1);
    met.add(identity);
  };
  // A title alone says less than an id: when its turn comes, all ids of the page are known.
  for (const some of [sightings.filter(hasIds), sightings.filter((sighting) => !hasIds(sighting))]) {
    some.forEach(meet);
    for (const identity of met) index.adopt(identity);
  }
  return [...met].flatMap((identity) => toPagePaper(identity, index, ordered));
}

/** Nothing where the paper was found to be another one of the page. */
function toPagePaper(identity: Identity, index: IdentityIndex, ordered: Sighting[]): PagePaper[] {
  const mentions = identity.mentions.sort((a, b) => a - b).flatMap((place) => ordered[place] ?? []);
  const [first] = mentions;
  if (!first) return [];
  const ids = Object.assign({}, ...mentions.map((each) => index.own(identity, each.ids)));
  return [{ sighting: { ...first, ids }, stored: identity.stored }];
}

function keyOf({ title, authors }: Sighting): string | undefined {
  return title === undefined ? undefined : titleKey({ title, authors });
}
