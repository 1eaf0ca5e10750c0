import type { Classifiable, Match, Topic } from '../model/topic.js';
import type { Classifier } from './classifier.js';
import { collectTerms, type FoundTerm, sumSigns } from './collect-terms.js';
import { createOperatorTerms, type OperatorWord } from './operator-terms.js';
import { pickEvidence, type WeightOf, weighPhrases, weighTerms } from './pick-evidence.js';
import { readGrams, readPassages } from './read-grams.js';
import { sumCategories } from './sum-categories.js';
import { buildTermIndex } from './term-index.js';
import { calibrate, scoreCategories, scoreText, type TopicModel } from './topic-model.js';
import { type Features, weighGrams } from './vocabulary.js';

const MOST_MATCHES = 3;

/** How much a term's vote counts beside the weights of grams when evidence is chosen. */
const TERM_EVIDENCE = 0.5;
const OPERATOR_EVIDENCE = 10;

/** What a classifier asks of a paper, once for all topics. */
interface Reading {
  features: Features;
  /** Where each known gram stands among the features. */
  known: ReadonlyMap<string, number>;
  found: FoundTerm[];
  operator: OperatorWord;
  /** Scores by place in the configured topics, 0–1. */
  scores: number[];
}

/** For one list of configured topics: how a paper is read, and where each topic stands in the model (−1: unknown). */
interface Plan {
  read(paper: Classifiable): Reading;
  places: number[];
}

/**
 * Files papers by a trained model. The operator's terms stay an override: what topics.yaml says otherwise than at the
 * training pulls papers in or pushes them away, and a topic the model does not know is filed by its terms alone.
 */
export function createTrainedClassifier(model: TopicModel): Classifier {
  const plans = new WeakMap<Topic[], Plan>();
  const planOf = (topics: Topic[]): Plan => {
    const plan = plans.get(topics) ?? makePlan(model, topics);
    plans.set(topics, plan);
    return plan;
  };
  return {
    id: model.id,
    async classify(papers, topics) {
      const plan = planOf(topics);
      return papers.flatMap((paper) => classifyPaper(model, plan, paper, topics));
    },
  };
}

function makePlan(model: TopicModel, topics: Topic[]): Plan {
  const index = buildTermIndex(model.topics);
  const hearOperator = createOperatorTerms(topics, model.topics);
  const places = topics.map(({ id }) => model.topicIds.indexOf(id));
  return {
    places,
    read(paper) {
      const passages = readPassages(paper);
      const features = weighGrams(model.vocabulary, readGrams(passages));
      const found = collectTerms(index, passages);
      const raw = scoreText(model, features, sumSigns(found, model.topicIds.length));
      const told = tellCategories(model, paper);
      const operator = hearOperator(passages);
      const scores = places.map((place, at) => {
        if (place < 0) return 1 - Math.exp(-(operator.signs[at] ?? 0));
        return calibrate(model.calibration, (raw[place] ?? 0) + (told[place] ?? 0), operator.pushes[at]);
      });
      const known = new Map(features.firsts.map(({ folded }, at) => [folded, at]));
      return { features, known, found, operator, scores };
    },
  };
}

function tellCategories(model: TopicModel, { categories = [] }: Classifiable): number[] {
  return categories.length === 0 ? [] : scoreCategories(model, sumCategories(categories, model.topicIds));
}

function classifyPaper(model: TopicModel, plan: Plan, paper: Classifiable, topics: Topic[]): Match[] {
  const reading = plan.read(paper);
  const matches: Match[] = [];
  for (const { topic, place, score } of rankTopics(reading, topics)) {
    const evidence = evidenceFor(model, plan.places[place] ?? -1, place, reading);
    // What cannot be told why is not told: a text of which the model knows no word.
    if (evidence.length > 0)
      matches.push({ paperId: paper.id, topicId: topic.id, score: roundScore(score), evidence });
    if (matches.length === MOST_MATCHES) break;
  }
  return matches;
}

function rankTopics({ scores }: Reading, topics: Topic[]) {
  return topics
    .map((topic, place) => ({ topic, place, score: scores[place] ?? 0 }))
    .filter(({ topic, score }) => score > 0 && score >= topic.threshold)
    .sort((a, b) => b.score - a.score || a.place - b.place);
}

const roundScore = (score: number) => Math.min(0.999, Number(score.toFixed(3)));

/** `place` is the topic's place in the model, `at` its place in the configured topics. */
function evidenceFor(model: TopicModel, place: number, at: number, reading: Reading): string[] {
  const { features, found, operator } = reading;
  const weightOf = place < 0 ? () => 0 : weigher(model, place, reading);
  return pickEvidence([
    ...weighTerms(operator.found, at, weightOf, OPERATOR_EVIDENCE),
    ...(place < 0 ? [] : weighTerms(found, place, weightOf, TERM_EVIDENCE)),
    ...(place < 0 ? [] : weighPhrases(features.firsts, weightOf)),
  ]);
}

function weigher({ weights, scales }: TopicModel, place: number, { features, known }: Reading): WeightOf {
  const scale = scales[place] ?? 0;
  return (folded) => {
    const at = known.get(folded);
    if (at === undefined) return 0;
    const gram = features.places[at] ?? 0;
    return (features.weights[at] ?? 0) * (weights[gram * scales.length + place] ?? 0) * scale;
  };
}
