import type { Move, ProfileChange } from '../model/edition.js';
import type { ProfileFigures } from '../store/store.js';
import { toPlainText } from './plain-text.js';

const FIGURES = ['hIndex', 'citations', 'papers'] as const;

/** What moved at each profile, up or down; profiles at which nothing did are left out. */
export function compareProfiles(profiles: readonly ProfileFigures[]): ProfileChange[] {
  return profiles.flatMap((profile) => {
    const moves = FIGURES.flatMap((figure) => {
      const move = findMove(profile.before[figure], profile.now[figure]);
      return move ? [[figure, move] as const] : [];
    });
    if (moves.length === 0) return [];
    const { authorId, name, sourceId } = profile;
    return [{ authorId, name: toPlainText(name), sourceId, ...Object.fromEntries(moves) }];
  });
}

/** A figure that one of the pages did not show has not moved. */
function findMove(from?: number, to?: number): Move | undefined {
  return from === undefined || to === undefined || from === to ? undefined : { from, to };
}
