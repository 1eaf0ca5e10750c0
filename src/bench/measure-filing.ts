import type { Topic } from '../model/topic.js';
import type { Classifier } from '../topics/classifier.js';
import { collectTerms, sumSigns } from '../topics/collect-terms.js';
import { readPassages } from '../topics/read-grams.js';
import { createTermClassifier } from '../topics/term-classifier.js';
import { buildTermIndex } from '../topics/term-index.js';
import type { TrainingPaper } from '../training/read-training-data.js';
import { labelWeakly } from '../training/weak-labels.js';
import type { Figure } from './figure.js';

/** Files all papers once, and tells how fast that was and how it agrees, topic by topic, with weak labels. */
export async function* measureFiling(
  papers: readonly TrainingPaper[],
  classifier: Classifier,
  topics: Topic[],
): AsyncIterable<Figure> {
  const texts = papers.map(({ id, title, abstract }) => ({ id, title, abstract }));
  await classifier.classify(texts.slice(0, 500), topics);
  const given = new Map<string, Set<string>>();
  const took = await spendProcessor(async () => {
    for (const { paperId, topicId } of await classifier.classify(texts, topics))
      given.set(paperId, (given.get(paperId) ?? new Set()).add(topicId));
  });
  const byTerms = await spendProcessor(() => createTermClassifier().classify(texts, topics));
  yield {
    what: 'papers filed',
    value: (1000 * texts.length) / took,
    unit: 'papers/s',
    obvious: (1000 * texts.length) / byTerms,
    aim: { least: 2000 },
    note: 'a second of one processor; obvious: by terms alone',
  };
  yield {
    what: 'papers without a topic',
    value: texts.length - given.size,
    unit: 'papers',
    note: `of ${texts.length}`,
  };
  yield* agreeWeakly(papers, given, topics);
}

/** Milliseconds of processor time, which others on the machine do not lengthen as they do the clock's. */
async function spendProcessor(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function* agreeWeakly(
  papers: readonly TrainingPaper[],
  given: ReadonlyMap<string, ReadonlySet<string>>,
  topics: Topic[],
): Iterable<Figure> {
  const index = buildTermIndex(topics);
  const signs = papers.map((paper) =>
    sumSigns(
      collectTerms(index, readPassages({ id: paper.id, title: paper.title, abstract: paper.abstract })),
      topics.length,
    ),
  );
  const weak = labelWeakly(
    papers,
    signs,
    topics.map(({ id }) => id),
  );
  for (const [place, { id }] of topics.entries()) {
    const sums = { right: 0, wrong: 0, missed: 0 };
    papers.forEach((paper, row) => {
      const label = weak[place]?.[row];
      const isGiven = given.get(paper.id)?.has(id) ?? false;
      if (label === 1) sums[isGiven ? 'right' : 'missed'] += 1;
      if (label === 0 && isGiven) sums.wrong += 1;
    });
    yield tellTopic(id, sums);
  }
}

function tellTopic(
  id: string,
  { right, wrong, missed }: Record<'right' | 'wrong' | 'missed', number>,
): Figure {
  const share = (part: number, whole: number) => ((100 * part) / Math.max(1, whole)).toFixed(0);
  return {
    what: `${id}, F1 on weak labels`,
    value: (200 * right) / Math.max(1, 2 * right + wrong + missed),
    unit: '%',
    note: `precision ${share(right, right + wrong)} %, recall ${share(right, right + missed)} %, ${right + missed} papers; doubtful ones left out`,
  };
}
