import { fileURLToPath } from 'node:url';
import { compileTopics } from '../topics/compile-topics.js';
import { openModel, shippedModel } from '../topics/open-model.js';
import { createTrainedClassifier } from '../topics/trained-classifier.js';
import { readLabels, readPapers } from '../training/read-training-data.js';
import type { BenchOptions } from './bench.js';
import { type Figure, medianOf, timeWork } from './figure.js';
import { measureCategories } from './measure-categories.js';
import { measureFiling } from './measure-filing.js';
import { measureLabels } from './measure-labels.js';

const LABELS = fileURLToPath(new URL('../../labels/topics.jsonl', import.meta.url));

/**
 * How well papers are filed: on labels of people (one half was tuned on, the other only reports), on weak labels of the dev
 * split, by primary category; then how fast, and how long the model takes to load.
 */
export async function* benchTopics(options: BenchOptions): AsyncIterable<Figure> {
  yield await measureLoading();
  const { dataDir, config } = options;
  if (dataDir === undefined) return;
  const topics = compileTopics(config.topics);
  const model = await openModel();
  const classifier = createTrainedClassifier(model);
  const [dev, days] = [await readPapers(dataDir, 'arxiv-dev'), await readPapers(dataDir, 'hf-daily')];
  yield* measureLabels(await readLabels(LABELS), { 'arxiv-dev': dev, 'hf-daily': days }, classifier, topics);
  yield* measureFiling(dev, classifier, topics);
  options.tell(0, 1, 'training a head for categories');
  yield* measureCategories(await readPapers(dataDir, 'arxiv-train'), dev, model.vocabulary);
  options.tell(1, 1, 'categories');
}

async function measureLoading(): Promise<Figure> {
  const before = process.memoryUsage().rss;
  const first = await timeWork(() => openModel());
  const grown = (process.memoryUsage().rss - before) / 2 ** 20;
  const times = [first];
  for (let round = 0; round < 4; round += 1) times.push(await timeWork(() => openModel()));
  return {
    what: 'load the topic model',
    value: medianOf(times),
    unit: 'ms',
    aim: { most: 300 },
    note: `first ${first.toFixed(0)} ms, ${grown.toFixed(0)} MB more memory, ${shippedModel.split('/').at(-1)}`,
  };
}
