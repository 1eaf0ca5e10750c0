import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Sighting } from '../../src/model/paper.js';
import { diffPapers } from '../../src/papers/diff-papers.js';
import { isNothingToWrite, readAll, reading, sighting } from './page.js';

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const few = fc.integer({ min: 0, max: 5 });

/** Papers of a small world, so that the same one comes up often; an id belongs to one paper. */
const paperSighting = fc
  .record({
    paper: few,
    arxiv: fc.boolean(),
    doi: fc.boolean(),
    upvotes: optional(fc.nat(9)),
    abstract: optional(fc.constantFrom('One.', 'Two.')),
    code: fc.boolean(),
    day: fc.constantFrom('2026-08-10', '2026-08-20', '2026-08-21'),
  })
  .map(
    ({ paper, arxiv, doi, upvotes, abstract, code, day }): Sighting =>
      sighting({
        ids: { ...(arxiv && { arxiv: `a${paper}` }), ...(doi && { doi: `d${paper}` }) },
        title: `Paper number ${paper}`,
        featuredOn: day,
        ...(upvotes !== undefined && { upvotes }),
        ...(abstract !== undefined && { abstract }),
        ...(code && { codeUrl: 'https://github.com/ada/fold' }),
      }),
  );

/** Ids and titles thrown together, as no honest page would. */
const anySighting = fc
  .record({ arxiv: optional(few), doi: optional(few), title: optional(few) })
  .map(({ arxiv, doi, title }): Sighting => {
    const { title: _title, ...bare } = sighting({ abstract: 'Words.' });
    return {
      ...bare,
      ids: {
        ...(arxiv !== undefined && { arxiv: `a${arxiv}` }),
        ...(doi !== undefined && { doi: `d${doi}` }),
      },
      ...(title !== undefined && { title: `Paper number ${title}` }),
    };
  });

const pages = (one: fc.Arbitrary<Sighting>) => fc.array(fc.array(one, { maxLength: 8 }), { maxLength: 4 });

it('leaves nothing to write when any page is read twice, whatever was read before', () => {
  fc.assert(
    fc.property(pages(paperSighting), fc.array(paperSighting, { maxLength: 8 }), (earlier, page) => {
      const known = readAll([...earlier, page]);
      expect(isNothingToWrite(diffPapers(page, known, reading()))).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it('puts every paper of a page into exactly one change, and makes no more changes than sightings', () => {
  fc.assert(
    fc.property(pages(anySighting), fc.array(anySighting, { maxLength: 8 }), (earlier, page) => {
      const { papers } = diffPapers(page, readAll(earlier), reading());
      const ids = papers.map(({ paper }) => paper.id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(papers.length).toBeLessThanOrEqual(page.length);
      const fresh = papers.filter(({ kind }) => kind === 'new');
      const newIds = fresh.flatMap(({ paper }) => Object.entries(paper.ids).map(String));
      expect(new Set(newIds).size).toBe(newIds.length);
    }),
    { numRuns: 300 },
  );
});

it('finds every paper of an honest page again, and no two of them as one', () => {
  fc.assert(
    fc.property(pages(paperSighting), fc.array(paperSighting, { maxLength: 8 }), (earlier, page) => {
      const { papers } = diffPapers(page, readAll(earlier), reading());
      const titles = papers.map(({ paper }) => paper.title).sort();
      expect(titles).toEqual([...new Set(page.map(({ title }) => title))].sort());
    }),
    { numRuns: 300 },
  );
});
