import { expect, it } from 'vitest';
import { ParseError } from '../../src/errors.js';
import hfPaper from '../../src/sources/hf-paper.js';
import { checkScope } from '../../src/sources/scope.js';
import { aPage } from './a-page.js';

const scope = { paper: '2608.00001' };
const url = 'https://huggingface.co/api/papers/2608.00001';
const paper = { id: '2608.00001', title: 'A title', summary: 'An abstract', authors: [{ name: 'A B' }] };

function read(answer: unknown) {
  return hfPaper.parse(aPage(url, JSON.stringify(answer)), scope);
}

function page(props: unknown): string {
  const attribute = JSON.stringify(props).replaceAll('&', '&amp;').replaceAll("'", '&#39;');
  return `<div data-props='${attribute}' data-target="PaperContent"></div>`;
}

it('asks the API first and the page if that fails', () => {
  expect(hfPaper.requests(scope, { baseUrl: 'http://127.0.0.1:1', hosts: {} })).toEqual([
    [
      { url: 'http://127.0.0.1:1/api/papers/2608.00001', kind: 'api' },
      { url: 'http://127.0.0.1:1/papers/2608.00001' },
    ],
  ]);
  expect(() => checkScope(hfPaper, { paper: '2608.00001v2' })).toThrow('an arXiv id');
});

it('fills in the summary, code, votes and linked models, and says nothing of days and ranks', () => {
  const answer = {
    ...paper,
    ai_summary: 'In a word',
    githubRepo: 'https://github.com/lab/code',
    githubStars: 5,
    upvotes: 7,
    numTotalModels: 3,
    submittedOnDailyAt: '2026-08-20T00:00:00.000Z',
  };
  const [sighting] = read(answer).sightings;
  expect(sighting).toMatchObject({
    summary: 'In a word',
    codeUrl: 'https://github.com/lab/code',
    stars: 5,
    upvotes: 7,
    linkedModels: 3,
  });
  expect(Object.keys(sighting ?? {})).not.toContain('featuredOn');
  expect(Object.keys(sighting ?? {})).not.toContain('rank');
});

it('counts the comments of the page that are not hidden', () => {
  const comments = [{ data: { hidden: true } }, { data: { hidden: false } }, { data: {} }];
  const body = page({ paper, comments, submitterOrganization: { fullname: 'A lab' } });
  expect(hfPaper.parse(aPage(url, body), scope).sightings[0]).toMatchObject({
    comments: 2,
    institutions: ['A lab'],
  });
});

it.each([
  ['another paper', { ...paper, id: '2608.00002' }, 'asked for 2608.00001, the site sent 2608.00002'],
  ['an error', { error: 'Paper not found' }, 'Paper not found'],
  ['a list', [paper], 'the paper is missing'],
  ['votes in words', { ...paper, upvotes: 'many' }, 'upvotes'],
])('does not believe %s', (_name, answer, reason) => {
  expect(() => read(answer)).toThrow(ParseError);
  expect(() => read(answer)).toThrow(reason);
});
