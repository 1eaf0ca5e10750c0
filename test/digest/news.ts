import type { NewsPaper } from '../../src/store/store.js';

/** A paper that is to be told, of our own making; `overrides` replace whole fields. */
export function newsOf(
  id: string,
  overrides: Partial<Omit<NewsPaper, 'paper'>> & { paper?: Partial<NewsPaper['paper']> } = {},
): NewsPaper {
  const { paper, ...rest } = overrides;
  return {
    changeId: `change-${id}`,
    revised: false,
    newsAt: new Date('2026-08-20T06:00:00Z'),
    featuredOn: '2026-08-21',
    authorIds: [],
    counts: {},
    matches: [],
    ...rest,
    paper: {
      id,
      ids: {},
      title: `Paper ${id}`,
      authors: ['Ada Example'],
      authorCount: 1,
      keywords: [],
      categories: [],
      ...paper,
    },
  };
}
