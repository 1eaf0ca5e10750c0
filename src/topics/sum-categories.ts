import { topicsOfCategory } from './arxiv-categories.js';
import { signOf } from './collect-terms.js';

const PRIMARY_CATEGORY = 0.9;
const OTHER_CATEGORY = 0.3;

/** For each topic what the categories of a paper say, as a sum of signs; the first category is the primary one. */
export function sumCategories(categories: readonly string[], topicIds: readonly string[]): number[] {
  const signs = new Array<number>(topicIds.length).fill(0);
  categories.forEach((category, order) => {
    const weights = topicsOfCategory(category);
    const share = order === 0 ? PRIMARY_CATEGORY : OTHER_CATEGORY;
    topicIds.forEach((id, place) => {
      signs[place] = (signs[place] ?? 0) + signOf((weights[id] ?? 0) * share);
    });
  });
  return signs;
}
