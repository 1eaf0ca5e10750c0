import { describe, expect, it } from 'vitest';
import { matchAbstract } from '../../src/papers/match-abstract.js';

const pruning =
  'We prune attention heads by how little the loss moves without them and keep accuracy at half the cost';
const weather =
  'A graph network forecasts rain over mountains from radar pictures and beats the numerical model';

const candidates = [
  { paperId: 'pruning', abstract: pruning },
  { paperId: 'weather', abstract: weather },
];

describe('matchAbstract', () => {
  it('joins the same text, whatever its case, signs and order', () => {
    const shuffled = pruning.toUpperCase().split(' ').reverse().join(', ');
    expect(matchAbstract(shuffled, candidates)).toEqual({ kind: 'joined', paperId: 'pruning', score: 1 });
  });

  it('holds a text that was half rewritten', () => {
    const rewritten =
      'We prune attention heads by how little the loss moves, in a study of large models and their speed';
    expect(matchAbstract(rewritten, candidates)).toMatchObject({ kind: 'held', paperId: 'pruning' });
  });

  it('leaves a text alone that is near none of them', () => {
    expect(matchAbstract('Prices of options under jumps, with proofs', candidates)).toMatchObject({
      kind: 'unmatched',
    });
    expect(matchAbstract('anything', [])).toEqual({ kind: 'unmatched', score: 0 });
    expect(matchAbstract('', candidates)).toMatchObject({ kind: 'unmatched' });
  });

  it('holds a text that two papers are equally near to', () => {
    const twins = [...candidates, { paperId: 'pruning again', abstract: `${pruning} today` }];
    expect(matchAbstract(pruning, twins)).toMatchObject({ kind: 'held', paperId: 'pruning' });
  });
});
