import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runProgram } from '../support/run-program.js';
import { typeCommand } from './type-command.js';

// Each process loads the whole program, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/sources/${name}`, import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broadsheet-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function save(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

describe('parse', () => {
  const parse = (...argv: string[]) => typeCommand(['parse', 'hf-daily', ...argv], { DATA_DIR: folder });

  it.each(['hf-daily.html', 'hf-daily.json'])(
    'prints what %s reads into, as one JSON object',
    async (name) => {
      const url = 'https://huggingface.co/papers/date/2026-08-21';
      const told = await parse(fixture(name), '--url', url);
      expect(told).toMatchObject({ status: 0, err: '' });
      const { page, papers, unreadable } = JSON.parse(told.out);
      expect(page).toMatchObject({ source: 'hf-daily', url });
      expect(Array.isArray(unreadable)).toBe(true);
      expect(papers.length).toBeGreaterThan(0);
      for (const paper of papers) {
        expect(paper).toMatchObject({ ids: { arxiv: expect.any(String) }, title: expect.any(String) });
        expect(paper.authorCount).toBeGreaterThanOrEqual(paper.authors.length);
      }
      expect(told.out).not.toContain('null');
    },
  );

  it('reads a page as a process', async () => {
    const argv = [
      'parse',
      'hf-daily',
      fixture('hf-daily.json'),
      '--url',
      'https://huggingface.co/api/daily_papers',
    ];
    const told = await runProgram(argv, { DATA_DIR: folder });
    expect(told).toMatchObject({ status: 0, err: '' });
    expect(JSON.parse(told.out).papers.length).toBeGreaterThan(0);
  });

  it('fails on a page that is not a list, and says what it misses', async () => {
    const file = await save('moment.html', '<html><h1>Just a moment</h1></html>');
    const told = await parse(file, '--url', 'https://huggingface.co/papers');
    expect(told).toMatchObject({ status: 1, out: '' });
    expect(told.err).toMatch(/^broadsheet: hf-daily: /);
  });

  it('refuses a file that is not there, an address that is none and an impossible time', async () => {
    const url = ['--url', 'https://huggingface.co/papers'];
    const page = fixture('hf-daily.json');
    expect((await parse(join(folder, 'none.html'), ...url)).err).toContain(
      'none.html: cannot be read (ENOENT)',
    );
    for (const argv of [
      [join(folder, 'none.html'), ...url],
      [page, '--url', 'nowhere'],
      [page, ...url, '--at', 'noon'],
      [page, ...url, '--scope', 'day'],
    ])
      expect(await parse(...argv)).toMatchObject({ status: 2, out: '' });
  });
});

describe('classify', () => {
  const robot = { id: 'a', title: 'Grasping with a robot arm', abstract: 'A robot learns manipulation.' };
  const recipe = { id: 'b', title: 'On soup' };
  const lines = `${JSON.stringify(robot)}\n\n${JSON.stringify(recipe)}\n`;
  const classify = (...argv: string[]) => typeCommand(['classify', ...argv], { DATA_DIR: folder });

  it('files the papers of a file under topics, best first, with evidence', async () => {
    const told = await classify(await save('papers.jsonl', lines));
    expect(told).toMatchObject({ status: 0, err: '' });
    const [first, second] = told.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(first).toMatchObject({ id: 'a', topics: [{ topic: 'robotics', evidence: expect.any(Array) }] });
    const scores = first.topics.map(({ score }: { score: number }) => score);
    expect(scores).toEqual(scores.toSorted((a: number, b: number) => b - a));
    expect(second).toEqual({ id: 'b', topics: [] });
  });

  it('reads standard input where no file is named', async () => {
    const told = await runProgram(['classify'], { DATA_DIR: folder }, lines);
    expect(told).toMatchObject({ status: 0, err: '' });
    expect(told.out).toBe((await classify(await save('same.jsonl', lines))).out);
  });

  it.each([
    ['not JSON', '{"id": ', 'line 3: not JSON'],
    ['no title', '{"id": "c"}', 'line 3: title: '],
    ['no object', '7', 'line 3: the whole: '],
  ])('refuses a line with %s, naming it', async (_what, line, words) => {
    const told = await classify(await save('bad.jsonl', `${JSON.stringify(recipe)}\n\n${line}\n`));
    expect(told.status).toBe(2);
    expect(told.err).toContain(words);
  });

  it('refuses a file that is not there', async () => {
    const told = await classify(join(folder, 'none.jsonl'));
    expect(told).toMatchObject({ status: 2, out: '' });
    expect(told.err).toContain('none.jsonl: cannot be read (ENOENT)');
  });
});
