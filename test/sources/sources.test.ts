import { describe, expect, it } from 'vitest';
import { listSources } from '../../src/sources/load-sources.js';
import { keepsItsWord, listSamples, refusesBlockPages } from './sources.contract.js';

const sources = await listSources();

it('finds sources in their folder', () => {
  expect(sources.map(({ id }) => id)).toContain('hf-daily');
});

describe.each(sources)('$id', (source) => {
  it('has a sample answer', () => {
    expect(listSamples(source.id), `test/fixtures/sources/${source.id}.{html,json,xml,txt}`).not.toEqual([]);
  });
  describe.each(listSamples(source.id))('%s', (sample) => keepsItsWord(source, sample));
  refusesBlockPages(source);
});
