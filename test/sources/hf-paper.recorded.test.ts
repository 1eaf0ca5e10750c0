import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import hfPaper from '../../src/sources/hf-paper.js';
import { aPage } from './a-page.js';

function read(paper: string, name: string) {
  const folder = process.env.RECORDED_DIR;
  if (!folder)
    throw new Error('RECORDED_DIR is not set: RECORDED_DIR=path/to/recorded npm run test:recorded');
  const body = readFileSync(join(folder, 'huggingface', 'html', name), 'utf8');
  return hfPaper.parse(aPage(`https://huggingface.co/papers/${paper}`, body), { paper });
}

it('the recorded page of a paper reads into all it says', () => {
  const { sightings, unreadable } = read('2509.24002', 'paper-2509.24002.html');
  expect(unreadable).toEqual([]);
  expect(sightings).toHaveLength(1);
  expect(sightings[0]).toMatchObject({
    ids: { arxiv: '2509.24002' },
    title: 'MCPMark: A Benchmark for Stress-Testing Realistic and Comprehensive MCP Use',
    authorCount: 15,
    publishedAt: '2025-09-28T17:53:27.000Z',
    upvotes: 118,
    comments: 1,
    stars: 182,
    codeUrl: 'https://github.com/eval-sys/mcpmark',
    projectUrl: 'https://mcpmark.ai/',
    institutions: ['National University of Singapore'],
    submitter: 'Zijian Wu',
  });
  expect(sightings[0]?.keywords).toHaveLength(21);
  expect(sightings[0]?.summary).toMatch(/^MCPMark/);
});

it('a page of a list is not taken for that of a paper', () => {
  expect(() => read('2407.21783', 'papers-date-2024-08-01.html')).toThrow('the PaperContent data is missing');
});
