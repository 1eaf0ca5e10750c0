import type { KnownPaper } from '../model/known.js';
import type { PaperIds, Sighting } from '../model/paper.js';

/** What a paper is known by, as far as the page has been read. */
export interface Identity {
  ids: PaperIds;
  titleKeys: Set<string>;
  /** The stored papers that it is, the oldest first. */
  stored: KnownPaper[];
  /** Places of its sightings, in the order in which they are looked at. */
  mentions: number[];
}

/** Identities by id and by title. An id belongs to one of them, and none has two ids of a kind. */
export interface IdentityIndex {
  /** Which paper a sighting is of: by any of its ids; if none is known, by title and first author, unless an id says that they are two. */
  find(sighting: Sighting, titleKey?: string): Identity | undefined;
  /** Makes one with `identity` whatever else the sighting names by an id. */
  gather(identity: Identity, sighting: Sighting): void;
  /** Makes one with `identity` what is known by the same title alone, if nothing else bears that title. */
  adopt(identity: Identity): void;
  learn(identity: Identity, known: { ids: PaperIds; titleKeys: Iterable<string> }): void;
  /** The ids that are the identity's, of those given. */
  own(identity: Identity, ids: PaperIds): PaperIds;
}

export const createIdentity = (...stored: KnownPaper[]): Identity => ({
  ids: {},
  titleKeys: new Set(),
  stored,
  mentions: [],
});

export const hasIds = ({ ids }: { ids: PaperIds }) => Object.keys(ids).length > 0;

/** Two ids of one kind: two papers, whatever else they share. */
function contradicts(one: { ids: PaperIds }, other: { ids: PaperIds }): boolean {
  return Object.entries(one.ids).some(([scheme, value]) => (other.ids[scheme] ?? value) !== value);
}

export function createIdentityIndex(): IdentityIndex {
  const byId = new Map<string, Identity>();
  const byTitle = new Map<string, Set<Identity>>();
  const keyOf = (scheme: string, value: string) => `${scheme}:${value}`;
  const namesakesOf = (titleKey?: string) => [...(byTitle.get(titleKey ?? '') ?? [])];

  const namedBy = ({ ids }: Sighting) =>
    new Set(Object.entries(ids).flatMap(([scheme, value]) => byId.get(keyOf(scheme, value)) ?? []));

  const learn: IdentityIndex['learn'] = (identity, { ids, titleKeys }) => {
    for (const [scheme, value] of Object.entries(ids)) {
      if (identity.ids[scheme] !== undefined || byId.has(keyOf(scheme, value))) continue;
      identity.ids[scheme] = value;
      byId.set(keyOf(scheme, value), identity);
    }
    for (const key of titleKeys) {
      identity.titleKeys.add(key);
      byTitle.set(key, (byTitle.get(key) ?? new Set()).add(identity));
    }
  };

  const unite = (identity: Identity, other: Identity) => {
    for (const [scheme, value] of Object.entries(other.ids)) byId.delete(keyOf(scheme, value));
    for (const key of other.titleKeys) byTitle.get(key)?.delete(other);
    learn(identity, other);
    identity.stored = [...identity.stored, ...other.stored].sort(byAge);
    identity.mentions.push(...other.mentions);
    Object.assign(other, createIdentity());
  };

  return {
    learn,

    find(sighting, titleKey) {
      const fits = (each: Identity) => !contradicts(each, sighting);
      const named = [...namedBy(sighting)];
      if (named.length > 0) return named.find(fits) ?? named[0];
      return chooseNamesake(namesakesOf(titleKey).filter(fits));
    },

    gather(identity, sighting) {
      for (const other of namedBy(sighting)) {
        // A sighting that contradicts a paper is no witness to what else it is.
        const isOne = !contradicts(other, sighting) && !contradicts(other, identity);
        if (other !== identity && isOne) unite(identity, other);
      }
    },

    adopt(identity) {
      for (const key of [...identity.titleKeys]) {
        const others = namesakesOf(key).filter((each) => each !== identity);
        // Of which of several papers with ids it is the title, nobody can tell.
        if (!others.some(hasIds)) for (const other of others) unite(identity, other);
      }
    },

    own(identity, ids) {
      return Object.fromEntries(
        Object.entries(ids).filter(([scheme, value]) => identity.ids[scheme] === value),
      );
    },
  };
}

/** The one that has ids, if it is the only one; of several it may be neither, or else is the oldest, today and tomorrow. */
function chooseNamesake(namesakes: Identity[]): Identity | undefined {
  const [first, second] = namesakes.filter(hasIds).sort(byFirstStored);
  const plain = namesakes.find((each) => !hasIds(each));
  return second ? (plain ?? first) : (first ?? plain);
}

function byFirstStored({ stored: [one] }: Identity, { stored: [other] }: Identity): number {
  if (one && other) return byAge(one, other);
  return Number(other !== undefined) - Number(one !== undefined);
}

function byAge(one: KnownPaper, other: KnownPaper): number {
  return one.firstSeenAt.getTime() - other.firstSeenAt.getTime() || (one.paper.id < other.paper.id ? -1 : 1);
}
