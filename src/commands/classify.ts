import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { z } from 'zod';
import { UsageError } from '../errors.js';
import type { Match, Topic } from '../model/topic.js';
import type { Classifier } from '../topics/classifier.js';
import { compileTopics } from '../topics/compile-topics.js';
import { openModel } from '../topics/open-model.js';
import { createTrainedClassifier } from '../topics/trained-classifier.js';
import type { CommandContext } from './context.js';
import { showProgress } from './progress.js';

const Line = z.object({
  id: z.string(),
  title: z.string(),
  abstract: z.string().nullish(),
  keywords: z.array(z.string()).optional(),
  categories: z.array(z.string()).optional(),
});

/** Files papers under topics, one JSON object a line in and out. */
export function addClassify(program: Command, context: CommandContext): void {
  program
    .command('classify')
    .description(
      'File papers under topics: JSON lines {id,title,abstract} in, {id,topics:[{topic,score,evidence}]} out.',
    )
    .argument('[file]', 'JSON lines (default: standard input)')
    .option(
      '--stored',
      'file all stored papers anew, after a new model or other topics; editions stay as they are',
    )
    .action((file: string | undefined, { stored }: { stored?: boolean }) => {
      if (!stored) return classifyFile(file, context);
      if (file === undefined) return classifyStored(context);
      throw new UsageError('classify: --stored files what is stored; leave the file away');
    });
}

async function classifyFile(file: string | undefined, context: CommandContext): Promise<void> {
  const topics = compileTopics((await context.config()).topics);
  await classifyLines(createTrainedClassifier(await openModel()), topics, file, context);
}

async function classifyStored({ io, withApp }: CommandContext): Promise<void> {
  const { fileAnew } = await import('../jobs/file-anew.js');
  await withApp([], async ({ deps }) => {
    const progress = showProgress(io, 'filing');
    const { papers, filed, withoutTopic } = await fileAnew(deps, io.signal, progress.update);
    progress.end();
    io.out(
      `${filed} of ${papers} stored papers filed anew by ${deps.classifier.id}; ${withoutTopic} without a topic\n`,
    );
  });
}

async function classifyLines(
  classifier: Classifier,
  topics: Topic[],
  file: string | undefined,
  { io }: CommandContext,
): Promise<void> {
  const input = file === undefined ? process.stdin : createReadStream(resolve(io.cwd, file));
  // Raised inside the loop below, where it can be told; unheard it would end the process.
  const broken = new Promise<never>((_resolve, reject) => input.once('error', reject));
  broken.catch(() => undefined);
  let number = 0;
  await Promise.race([
    broken.catch((cause: NodeJS.ErrnoException) => {
      throw new UsageError(`${file ?? 'standard input'}: cannot be read (${cause.code})`, { cause });
    }),
    (async () => {
      for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
        number += 1;
        if (text.trim() !== '') io.out(await classifyLine(classifier, topics, text, number));
      }
    })(),
  ]);
}

async function classifyLine(
  classifier: Classifier,
  topics: Topic[],
  text: string,
  number: number,
): Promise<string> {
  const { id, title, abstract, keywords, categories } = readLine(text, number);
  const paper = {
    id,
    title,
    ...(abstract && { abstract }),
    ...(keywords && { keywords }),
    ...(categories && { categories }),
  };
  const matches = await classifier.classify([paper], topics);
  return `${JSON.stringify({ id, topics: matches.map(toTopic) })}\n`;
}

const toTopic = ({ topicId, score, evidence }: Match) => ({ topic: topicId, score, evidence });

function readLine(text: string, number: number): z.infer<typeof Line> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`line ${number}: not JSON`, { cause });
  }
  const read = Line.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new UsageError(`line ${number}: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}`);
}
