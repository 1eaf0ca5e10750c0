import { join } from 'node:path';
import { ConfigError } from '../errors.js';
import type { Topic } from '../model/topic.js';
import { type Label, readLabels, readPapers, type TrainingPaper } from './read-training-data.js';
import type { TrainingSet } from './train-topics.js';

/**
 * Reads the papers to learn from. Those of the evaluation are left out wherever they stand, and each paper is taken once.
 * Raises `UsageError` for a file that cannot be read, `ConfigError` for a label of a topic that is not configured.
 */
export async function gatherTrainingSet(data: string, labels: string, topics: Topic[]): Promise<TrainingSet> {
  const evaluation = new Set((await readLabels(join(labels, 'topics.jsonl'))).map(({ id }) => id));
  const file = join(labels, 'training.jsonl');
  const given = (await readLabels(file)).filter(({ id }) => !evaluation.has(id));
  checkLabels(given, topics, file);
  const papers = mergePapers([
    ...(await readPapers(data, 'arxiv-train')),
    ...(await readPapers(data, 'hf-daily')),
  ]);
  const labelled = given.flatMap((label) => {
    const paper = papers.get(label.id);
    return paper ? [{ paper, label }] : [];
  });
  for (const id of [...evaluation, ...given.map((label) => label.id)]) papers.delete(id);
  return { topics, papers: [...papers.values()], labelled };
}

/** By id; the first one stays, since a list of days knows less of its papers than the archive. */
function mergePapers(papers: readonly TrainingPaper[]): Map<string, TrainingPaper> {
  const merged = new Map<string, TrainingPaper>();
  for (const paper of papers) if (!merged.has(paper.id)) merged.set(paper.id, paper);
  return merged;
}

function checkLabels(labels: readonly Label[], topics: readonly Topic[], file: string): void {
  const known = new Set(topics.map(({ id }) => id));
  for (const { id, topics: own, also } of labels) {
    const strange = [...own, ...also].find((topic) => !known.has(topic));
    if (strange !== undefined)
      throw new ConfigError(`${file}: ${id}: there is no topic "${strange}" in topics.yaml to train`);
  }
}
