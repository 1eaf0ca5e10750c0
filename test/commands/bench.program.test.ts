import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { typeCommand } from './type-command.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broadsheet-bench-'));
  await writeLines('hf-daily.jsonl.gz', [
    listed(1, '2026-08-20'),
    listed(2, '2026-08-20'),
    listed(3, '2026-08-21'),
  ]);
  await writeLines('arxiv-train.jsonl.gz', [4, 5, 6, 7, 8, 9].map(paper));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const writeLines = (name: string, records: object[]) =>
  writeFile(join(folder, name), gzipSync(records.map((record) => `${JSON.stringify(record)}\n`).join('')));

const paper = (number: number) => ({
  id: `2608.0000${number}`,
  title: `On Subject ${number} & its <Bounds>`,
  abstract: `What can be said of subject ${number}. It is bounded.`,
  authors: ['Ada Lovelace', `Writer ${number}`],
  categories: ['cs.AI', 'cs.LG'],
  published: '2026-08-19',
});

const listed = (number: number, day: string) => ({
  ...paper(number),
  day,
  upvotes: number,
  num_comments: 0,
  ai_keywords: ['bounds'],
  githubRepo: null,
  githubStars: null,
});

describe('bench', () => {
  test('prints a table of what was measured, from the sample page to the announcements', async () => {
    const { status, out, err } = await typeCommand(['bench', 'ingest', '--data', folder], {
      DATA_DIR: folder,
    });
    expect(err).not.toContain('broadsheet:');
    expect(status).toBe(0);
    expect(out).toMatch(/parse the sample page +\S+ ms +\S+ ms/);
    expect(out).toMatch(/first reading of 3 papers of 2 days/);
    expect(out).toMatch(/2 arXiv papers, feed to stored/);
  });

  test('reads known days again without writing a row', async () => {
    const { out } = await typeCommand(['bench', 'ingest', '--json', '--data', folder], { DATA_DIR: folder });
    const figures = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const written = figures.find(({ what }) => what === 'rows written by that');
    expect(written).toMatchObject({ value: 0, unit: 'rows', met: true });
    expect(figures.find(({ unit }) => unit === 'rows/s').ratio).toBeGreaterThan(0);
  });

  test('says which benches there are, and which file is missing', async () => {
    const unknown = await typeCommand(['bench', 'everything'], { DATA_DIR: folder });
    expect(unknown).toMatchObject({ status: 2, err: expect.stringContaining('there are: ingest') });
    const missing = await typeCommand(['bench', 'ingest', '--data', join(folder, 'none')], {
      DATA_DIR: folder,
    });
    expect(missing).toMatchObject({
      status: 2,
      err: expect.stringContaining('hf-daily.jsonl.gz cannot be read'),
    });
  });
});
