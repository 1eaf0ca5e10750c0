import { sumCategories } from '../topics/sum-categories.js';
import type { TrainingPaper } from './read-training-data.js';

/** From this score on a paper counts as one of the topic. */
const SURE = 0.62;

/** Up to this score it counts as none; what lies between is doubtful and teaches nothing. */
const UNLIKELY = 0.25;

/**
 * What terms and categories say of a topic, as targets for `fitLogistic`: 1, 0, or `NaN` for a doubtful paper.
 * `signs` holds the term signs of each paper.
 */
export function labelWeakly(
  papers: readonly TrainingPaper[],
  signs: readonly number[][],
  topicIds: readonly string[],
): Float64Array[] {
  const targets = topicIds.map(() => new Float64Array(papers.length));
  papers.forEach(({ categories }, row) => {
    const told = sumCategories(categories, topicIds);
    targets.forEach((target, topic) => {
      const sign = Math.max(0, signs[row]?.[topic] ?? 0) + (told[topic] ?? 0);
      target[row] = judge(1 - Math.exp(-sign));
    });
  });
  return targets;
}

const judge = (score: number) => (score >= SURE ? 1 : score <= UNLIKELY ? 0 : Number.NaN);

/** The categories that at least `least` papers list, the most frequent first. */
export function frequentCategories(papers: readonly TrainingPaper[], least: number): string[] {
  const counts = new Map<string, number>();
  for (const { categories } of papers)
    for (const category of new Set(categories)) counts.set(category, (counts.get(category) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= least)
    .sort(([a, many], [b, other]) => other - many || (a < b ? -1 : 1))
    .map(([category]) => category);
}

/** Who lists a category, as targets for `fitLogistic`; papers without any known category teach nothing. */
export function labelByCategory(papers: readonly TrainingPaper[], category: string): Float64Array {
  return Float64Array.from(papers, ({ categories }) =>
    categories.length === 0 ? Number.NaN : Number(categories.includes(category)),
  );
}
