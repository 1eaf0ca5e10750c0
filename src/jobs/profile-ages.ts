import type { Scope } from '../model/scan.js';
import type { ConfiguredSource } from '../sources/load-sources.js';
import type { Store } from '../store/store.js';

/** A profile that is visited, and when that was. */
export interface ProfileAge {
  scope: Scope;
  /** When it was asked for last, whatever came of it. */
  askedAt?: Date;
  /** When it was read well last; absent when it never was. */
  readAt?: Date;
}

/**
 * The profiles of a source that are visited: those of the configuration, and those whose authors active readers follow.
 * The one that has waited longest is first. What counts is when it was asked for: one that cannot be read must not stand
 * before all others at every visit.
 */
export async function profileAges(
  source: ConfiguredSource,
  store: Pick<Store, 'askedFor' | 'followedProfiles'>,
): Promise<ProfileAge[]> {
  const keyOf = (profile: string) => (source.profileKey?.(profile) ?? profile).toLowerCase();
  const configured = source.reads.flatMap(({ profile }) => profile ?? []);
  const followed = await store.followedProfiles(source.id);
  const asked = await store.askedFor(source.id, 'profile');
  // Of two ways to say one profile the operator's stays, and stays at its place.
  const wanted = new Map<string, string>();
  for (const profile of [...configured, ...followed])
    if (!wanted.has(keyOf(profile))) wanted.set(keyOf(profile), profile);
  const ages = [...wanted].map(([key, profile]) => ({
    scope: { profile },
    ...latest(asked.filter(({ value }) => keyOf(value) === key)),
  }));
  return ages.sort((a, b) => (a.askedAt?.getTime() ?? 0) - (b.askedAt?.getTime() ?? 0));
}

/** How old what is known of a source's profiles is. */
export interface Staleness {
  /** Profiles that are visited. */
  profiles: number;
  /** Of these, profiles that were never read well. */
  unread: number;
  /** When the one that was read longest ago was read; absent when none was. */
  stalestAt?: Date;
}

export function measureStaleness(ages: ProfileAge[]): Staleness {
  const read = ages.flatMap(({ readAt }) => readAt ?? []);
  const stalestAt = read.reduce<Date | undefined>((a, b) => (a && a < b ? a : b), undefined);
  return { profiles: ages.length, unread: ages.length - read.length, ...(stalestAt && { stalestAt }) };
}

function latest(asked: { askedAt: Date; readAt?: Date }[]): Omit<ProfileAge, 'scope'> {
  const last = (moments: Date[]) => moments.reduce((a, b) => (a > b ? a : b));
  const read = asked.flatMap(({ readAt }) => readAt ?? []);
  return {
    ...(asked.length > 0 && { askedAt: last(asked.map(({ askedAt }) => askedAt)) }),
    ...(read.length > 0 && { readAt: last(read) }),
  };
}
