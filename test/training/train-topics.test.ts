import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeModel } from '../../src/topics/model-file.js';
import { createTrainedClassifier } from '../../src/topics/trained-classifier.js';
import { gatherTrainingSet } from '../../src/training/gather-training-set.js';
import { judgeTraining } from '../../src/training/judge-training.js';
import type { Label, TrainingPaper } from '../../src/training/read-training-data.js';
import { trainTopics } from '../../src/training/train-topics.js';
import { makeLabel, makePaper, subjectOf, topics } from './made-papers.js';

const numbers = Array.from({ length: 120 }, (_, number) => number);
const LABELLED = numbers.slice(0, 40);
const EVALUATED = [40, 41];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broadsheet-training-'));
  await writePapers('arxiv-train', numbers.map(makePaper));
  // Papers of the evaluation stand in both files.
  await writePapers(
    'hf-daily',
    [...EVALUATED, 3].map((number) => ({ ...makePaper(number), categories: [] })),
  );
  await writeLabels(
    'topics',
    EVALUATED.map((number) => makeLabel(number, { half: 'report' })),
  );
  await writeLabels(
    'training',
    LABELLED.map((number) => makeLabel(number)),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const toLines = (list: object[]) => list.map((one) => `${JSON.stringify(one)}\n`).join('');
const writePapers = (name: string, papers: TrainingPaper[]) =>
  writeFile(join(folder, `${name}.jsonl.gz`), gzipSync(toLines(papers)));
const writeLabels = (name: string, labels: Label[]) =>
  writeFile(join(folder, `${name}.jsonl`), toLines(labels));

const gather = () => gatherTrainingSet(folder, folder, topics);
const train = async () => trainTopics(await gather(), () => undefined);

describe('what is learnt from', () => {
  it('holds each paper once, and none of the evaluation wherever it stands', async () => {
    const { papers, labelled } = await gather();
    const ids = [...papers, ...labelled.map(({ paper }) => paper)].map(({ id }) => id);
    const wanted = numbers
      .filter((number) => !EVALUATED.includes(number))
      .map((number) => makePaper(number).id);
    expect(ids.sort()).toEqual(wanted.sort());
    expect(labelled).toHaveLength(LABELLED.length);
  });

  it('refuses a label of a topic that is not configured', async () => {
    await expect(gatherTrainingSet(folder, folder, topics.slice(1))).rejects.toThrow(
      'there is no topic "birds" in topics.yaml',
    );
  });

  it('names a file that cannot be read', async () => {
    await expect(gatherTrainingSet(join(folder, 'none'), folder, topics)).rejects.toThrow(
      'arxiv-train.jsonl.gz cannot be read',
    );
    await expect(gatherTrainingSet(folder, join(folder, 'none'), topics)).rejects.toThrow(
      'topics.jsonl cannot be read',
    );
  });
});

describe('a training', () => {
  it('gives the same model, bit for bit, from the same data', async () => {
    const [first, second] = [await train(), await train()];
    expect(writeModel(first.model).equals(writeModel(second.model))).toBe(true);
  });

  it('learns to file papers that it has not seen, without their categories', async () => {
    const classifier = createTrainedClassifier((await train()).model);
    const papers = EVALUATED.map((number) => ({ ...makePaper(number), categories: [] }));
    const matches = await classifier.classify(papers, topics);
    expect(matches.map(({ paperId, topicId }) => [paperId, topicId])).toEqual(
      EVALUATED.map((number) => [makePaper(number).id, subjectOf(number)]),
    );
  });

  it('judges itself on labelled papers it was not fitted to', async () => {
    const trained = await train();
    const judged = judgeTraining(trained, await gather(), topics);
    expect(judged.papers).toBe(LABELLED.length);
    expect(judged.microF1).toBeGreaterThan(0.9);
  });
});
