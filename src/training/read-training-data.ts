import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { UsageError } from '../errors.js';

const Paper = z.object({
  id: z.string(),
  title: z.string(),
  abstract: z.string(),
  categories: z.array(z.string()),
});

/** A paper as a file of metadata has it; the first category is the primary one, none where they are unknown. */
export type TrainingPaper = z.infer<typeof Paper>;

const PAPER_FILES = ['arxiv-train', 'arxiv-dev', 'hf-daily'] as const;

/** A file of metadata, by its name without ending. */
export type PaperFile = (typeof PAPER_FILES)[number];

const Label = z.object({
  id: z.string(),
  file: z.enum(PAPER_FILES),
  /** Of the papers to evaluate with: to choose settings by, or only to report. */
  half: z.enum(['tune', 'report']).optional(),
  topics: z.array(z.string()).min(1).max(3),
  also: z.array(z.string()),
});

/** What a person who read a paper says: its topics, most salient first, and others that would not be wrong. */
export type Label = z.infer<typeof Label>;

/** The papers of a file of metadata, in its order. Raises `UsageError` when it cannot be read. */
export async function readPapers(dir: string, file: PaperFile): Promise<TrainingPaper[]> {
  const path = join(dir, `${file}.jsonl.gz`);
  const papers: TrainingPaper[] = [];
  try {
    const input = createReadStream(path);
    const text = createGunzip();
    input.on('error', (error) => text.destroy(error));
    for await (const line of createInterface({ input: input.pipe(text) }))
      papers.push(Paper.parse(JSON.parse(line)));
  } catch (cause) {
    throw new UsageError(`--data: ${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
  return papers;
}

/** What people said of papers, one JSON object a line. Raises `UsageError` when it cannot be read. */
export async function readLabels(path: string): Promise<Label[]> {
  try {
    const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line.trim() !== '');
    return lines.map((line) => Label.parse(JSON.parse(line)));
  } catch (cause) {
    throw new UsageError(`--labels: ${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}
