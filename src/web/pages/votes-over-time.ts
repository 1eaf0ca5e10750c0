import type { EditionPaper } from '../../model/edition.js';
import type { CountReading } from '../../store/store.js';
import { drawSpark } from '../charts/draw-spark.js';
import { type PaperView, viewPaper } from './paper-view.js';
import { toPoints } from './reading-points.js';

/** Papers of a list that lives, each with a small line of its votes where they were counted more than once. */
export function viewPapersWithVotes(
  papers: readonly EditionPaper[],
  readings: ReadonlyMap<string, readonly CountReading[]>,
): PaperView[] {
  return papers.map((paper) => {
    const spark = drawSpark(toPoints(readings.get(paper.paperId) ?? [], 'upvotes'));
    return { ...viewPaper(paper), ...(spark && { spark }) };
  });
}
