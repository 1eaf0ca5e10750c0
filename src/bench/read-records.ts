import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { UsageError } from '../errors.js';

const PaperRecord = z.object({
  id: z.string(),
  title: z.string(),
  abstract: z.string(),
  authors: z.array(z.string()),
  categories: z.array(z.string()),
  published: z.string(),
});

const ListedRecord = PaperRecord.extend({
  day: z.string(),
  upvotes: z.number(),
  num_comments: z.number(),
  ai_keywords: z.array(z.string()),
  githubRepo: z.string().nullable(),
  githubStars: z.number().nullable(),
});

/** A paper as a file of metadata has it. */
export type PaperRecord = z.infer<typeof PaperRecord>;

/** A paper that stood in the list of a day. */
export type ListedRecord = z.infer<typeof ListedRecord>;

/** Papers of daily lists, in the order of the file. Raises `UsageError` when it cannot be read. */
export const readListedRecords = (dir: string) => readLines(join(dir, 'hf-daily.jsonl.gz'), ListedRecord);

/** Papers of arXiv, in the order of the file. Raises `UsageError` when it cannot be read. */
export const readArxivRecords = (dir: string) => readLines(join(dir, 'arxiv-train.jsonl.gz'), PaperRecord);

async function readLines<T>(file: string, shape: z.ZodType<T>): Promise<T[]> {
  const records: T[] = [];
  try {
    const input = createReadStream(file);
    const text = createGunzip();
    input.on('error', (error) => text.destroy(error));
    for await (const line of createInterface({ input: input.pipe(text) }))
      records.push(shape.parse(JSON.parse(line)));
  } catch (cause) {
    throw new UsageError(`--data: ${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
  return records;
}
