import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../errors.js';
import type { Day } from '../model/clock.js';

/** A recorded answer of Hugging Face for one day, as it came: the API's list, or the page. */
export interface RecordedAnswer {
  day: Day;
  kind: 'api' | 'page';
  body: Buffer;
  /** Papers in it. */
  papers: number;
}

/** Reads the recorded days below `dir`, in order. Raises `ConfigError` when there is none, or one is no list. */
export async function readRecordedAnswers(dir: string): Promise<RecordedAnswer[]> {
  const root = join(dir, 'huggingface');
  const lists = await readDays(join(root, 'api'), /^daily_papers-date-(\d{4}-\d\d-\d\d)\.json$/);
  const pages = await readDays(join(root, 'html'), /^papers-date-(\d{4}-\d\d-\d\d)\.html$/);
  const answers = [
    ...lists.map(({ day, file, body }) => ({
      day,
      kind: 'api' as const,
      body,
      papers: countList(file, body),
    })),
    ...pages.map(({ day, body }) => ({ day, kind: 'page' as const, body, papers: countCards(body) })),
  ];
  if (answers.length > 0) return answers.sort((a, b) => a.day.localeCompare(b.day));
  throw new ConfigError(
    `${dir}: no recorded days; expected huggingface/api/daily_papers-date-YYYY-MM-DD.json or huggingface/html/papers-date-YYYY-MM-DD.html`,
  );
}

async function readDays(folder: string, pattern: RegExp) {
  const names = await readdir(folder).catch(() => []);
  const days = names.flatMap((name) => {
    const day = pattern.exec(name)?.[1];
    return day === undefined ? [] : [{ day, file: join(folder, name) }];
  });
  return Promise.all(days.map(async ({ day, file }) => ({ day, file, body: await readFile(file) })));
}

function countList(file: string, body: Buffer): number {
  const list = parseJson(file, body);
  if (Array.isArray(list)) return list.length;
  throw new ConfigError(`${file}: expected a JSON list of papers`);
}

function parseJson(file: string, body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new ConfigError(`${file}: not JSON`, { cause });
  }
}

function countCards(body: Buffer): number {
  return body.toString('utf8').match(/<article\b/g)?.length ?? 0;
}
