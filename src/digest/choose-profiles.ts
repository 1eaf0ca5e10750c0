import type { Edition, ProfileChange } from '../model/edition.js';

/** What moved at the profiles that a reader follows; the same for all who follow the same people. */
export type ProfileChooser = (authors: readonly string[]) => ProfileChange[];

/** Does once what is the same for all readers of an edition. */
export function indexProfiles({ profiles = [] }: Pick<Edition, 'profiles'>): ProfileChooser {
  const moved = new Map<string, ProfileChange[]>();
  for (const change of profiles) moved.set(change.authorId, [...(moved.get(change.authorId) ?? []), change]);
  return (authors) => (moved.size === 0 ? [] : authors.flatMap((id) => moved.get(id) ?? []));
}

/** Citations drift from day to day; a mail that holds nothing else is worth sending for more than that. */
export function isWorthMail({ hIndex, papers }: ProfileChange): boolean {
  return hIndex !== undefined || papers !== undefined;
}
