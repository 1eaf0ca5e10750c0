import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { UsageError } from '../errors.js';
import type { CommandContext } from './context.js';
import { showProgress } from './progress.js';

interface Options {
  data: string;
  labels: string;
  out: string;
  json?: boolean;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Makes the topic model again from paper metadata and the labels people gave. */
export function addTrain(program: Command, context: CommandContext): void {
  program
    .command('train')
    .description(
      'Train the topic model from paper metadata; the same data gives the same model, bit for bit.',
    )
    .requiredOption('--data <dir>', 'folder with arxiv-train.jsonl.gz and hf-daily.jsonl.gz')
    .option('--labels <dir>', 'folder with training.jsonl and topics.jsonl', join(root, 'labels'))
    .option('--out <file>', 'where the model is written', join(root, 'models', 'topics.bin'))
    .option('--json', 'print one JSON object')
    .action((options: Options) => train(options, context));
}

async function train(options: Options, context: CommandContext): Promise<void> {
  const { io } = context;
  const [dir, labels, out] = [options.data, options.labels, options.out].map((path) => resolve(io.cwd, path));
  if (dir === undefined || labels === undefined || out === undefined)
    throw new UsageError('train: --data, --labels and --out must each name a place');
  const [{ gatherTrainingSet }, { trainTopics }, { judgeTraining }, { writeModel }, { compileTopics }] =
    await loadParts();
  const topics = compileTopics((await context.config()).topics);
  const set = await gatherTrainingSet(dir, labels, topics);
  const progress = showProgress(io, 'training');
  const trained = trainTopics(set, progress.update);
  progress.end();
  const bytes = writeModel(trained.model);
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, bytes);
  const told = {
    model: trained.model.id,
    file: out,
    bytes: bytes.length,
    grams: trained.model.vocabulary.places.size,
    papers: set.papers.length,
    labelled: set.labelled.length,
    crossValidated: judgeTraining(trained, set, topics),
  };
  io.out(options.json ? `${JSON.stringify(told)}\n` : `${JSON.stringify(told, null, 2)}\n`);
}

/** Loaded only when asked for: no other command should wait for what trains. */
const loadParts = () =>
  Promise.all([
    import('../training/gather-training-set.js'),
    import('../training/train-topics.js'),
    import('../training/judge-training.js'),
    import('../topics/model-file.js'),
    import('../topics/compile-topics.js'),
  ]);
