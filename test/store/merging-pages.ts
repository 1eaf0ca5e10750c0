import { sighting } from './stage.js';

/** One paper as three pages tell it: the first two know nothing of each other. */
export const byDoi = sighting(1, {
  ids: { doi: '10.1/one' },
  title: 'One, a Preprint',
  abstract: 'Words.',
});
export const byArxiv = sighting(1, { upvotes: 5 });
export const byBoth = sighting(1, { ids: { ...byArxiv.ids, ...byDoi.ids }, upvotes: 5 });
