import type { Match, Topic } from '../model/topic.js';
import type { Classifier } from '../topics/classifier.js';
import { judgeTopics } from '../training/judge-topics.js';
import type { Label, TrainingPaper } from '../training/read-training-data.js';
import type { Figure } from './figure.js';

type Papers = Partial<Record<Label['file'], TrainingPaper[]>>;

/** A topic given to a labelled paper, and what the label says of it. */
interface Given {
  score: number;
  said: 'right' | 'accepted' | 'wrong';
}

const AIM = { least: 82 };

/** The classifier against what people said: it sees title and abstract only. */
export async function* measureLabels(
  labels: readonly Label[],
  papers: Papers,
  classifier: Classifier,
  topics: Topic[],
): AsyncIterable<Figure> {
  const given: Given[] = [];
  for (const half of ['tune', 'report'] as const) {
    const own = labels.filter((label) => label.half === half);
    const filed = await Promise.all(own.map((label) => fileLabelled(label, papers, classifier, topics)));
    const kept = own.flatMap((label, at) => (filed[at] ? [{ label, matches: filed[at] }] : []));
    yield* tellHalf(half, kept);
    given.push(...kept.flatMap(({ label, matches }) => matches.map((match) => compare(match, label))));
  }
  yield* tellReliability(given);
}

/** Absent where the data holds no such paper. */
async function fileLabelled({ id, file }: Label, papers: Papers, classifier: Classifier, topics: Topic[]) {
  const paper = papers[file]?.find((one) => one.id === id);
  if (!paper) return undefined;
  return classifier.classify([{ id, title: paper.title, abstract: paper.abstract }], topics);
}

function* tellHalf(half: string, kept: { label: Label; matches: Match[] }[]): Iterable<Figure> {
  const judged = judgeTopics(
    kept.map(({ matches }) => matches.map(({ topicId }) => topicId)),
    kept.map(({ label }) => label),
  );
  const note = `${judged.papers} papers labelled by hand`;
  const figure = (what: string, share: number, more: Partial<Figure> = {}): Figure => ({
    what: `${what}, ${half} half`,
    value: 100 * share,
    unit: '%',
    note,
    ...more,
  });
  const counted = `${note}; a topic one may also accept counts neither way`;
  yield figure('topics, micro-F1', judged.microF1, { aim: AIM, note: counted });
  yield figure('topics, strict micro-F1', judged.strictF1, { note: `${note}; such a topic counts as wrong` });
  yield figure('topics, precision', judged.precision);
  yield figure('topics, recall', judged.recall);
  yield figure('first topic right', judged.firstRight, {
    aim: AIM,
    note: `${note}; on the label or accepted`,
  });
  yield figure('first topic the same', judged.firstSame);
}

function compare({ topicId, score }: Match, { topics, also }: Label): Given {
  return { score, said: topics.includes(topicId) ? 'right' : also.includes(topicId) ? 'accepted' : 'wrong' };
}

const BANDS = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.001];

/** Of the topics given with a score in a band, how many are right: it should be the band's score. */
function* tellReliability(given: readonly Given[]): Iterable<Figure> {
  for (const [at, from] of BANDS.slice(0, -1).entries()) {
    const to = BANDS[at + 1] ?? 1;
    const own = given.filter(({ score }) => score >= from && score < to);
    if (own.length === 0) continue;
    const count = (said: Given['said']) => own.filter((one) => one.said === said).length;
    const [right, wrong] = [count('right'), count('wrong')];
    const mean = own.reduce((sum, { score }) => sum + score, 0) / own.length;
    yield {
      what: `right where the score is ${from.toFixed(1)}–${Math.min(1, to).toFixed(1)}`,
      value: (100 * right) / Math.max(1, right + wrong),
      unit: '%',
      note: `mean score ${mean.toFixed(2)}; ${right} right, ${wrong} wrong, ${count('accepted')} accepted`,
    };
  }
}
