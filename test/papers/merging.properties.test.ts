import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Known } from '../../src/model/known.js';
import type { Sighting } from '../../src/model/paper.js';
import type { Changes } from '../../src/model/scan.js';
import { diffPapers, type ReadingContext } from '../../src/papers/diff-papers.js';
import { isNothingToWrite, nothing, reading, remember, sighting } from './page.js';
import { isOfOneMind, pages, telling } from './small-world.js';

/** Ids thrown together, as no honest page would. */
const claiming = fc
  .record({ arxiv: fc.nat(3), doi: fc.nat(3), mag: fc.nat(3) }, { requiredKeys: [] })
  .map((ids) => sighting({ ids: mapValues(ids), title: `Title ${ids.arxiv}` }));

const mapValues = (ids: Record<string, number>) =>
  Object.fromEntries(Object.entries(ids).map(([scheme, number]) => [scheme, `${scheme} ${number}`]));

interface Read {
  before: Known;
  changes: Changes;
  after: Known;
  context: ReadingContext;
}

/** Reads pages an hour apart, by two sources in turn. */
function readInTurn(all: Sighting[][]): Read[] {
  let known = nothing;
  return all.map((page, at) => {
    const now = new Date(Date.UTC(2026, 7, 20, at));
    const context = reading({ sourceId: at % 2 ? 'feed' : 'hf-daily', now });
    const changes = diffPapers(page, known, context);
    const before = known;
    known = remember(known, changes, context);
    return { before, changes, after: known, context };
  });
}

const check = (one: fc.Arbitrary<Sighting>, property: (all: Sighting[][], reads: Read[]) => void) =>
  fc.assert(
    fc.property(pages(one), (all) => property(all, readInTurn(all))),
    { numRuns: 300 },
  );

it('gathers under one paper all ids that ever stood together, and never ids of two', () => {
  check(telling, (all, reads) => {
    const stored = reads.at(-1)?.after.papers.map(({ paper }) => paper) ?? [];
    for (const { ids } of all.flat()) {
      const holders = stored.filter((paper) =>
        Object.keys(ids).some((each) => paper.ids[each] === ids[each]),
      );
      expect(holders.length).toBe(Object.keys(ids).length > 0 ? 1 : 0);
      expect(holders[0]?.ids ?? {}).toMatchObject(ids);
    }
    for (const { ids, title } of stored)
      expect(new Set([...Object.values(ids), title].map((each) => each.split(' ')[1])).size).toBe(1);
  });
});

it('leaves nothing to write when a page that made papers one is read again', () => {
  check(telling, (all, reads) => {
    const [page = [], last] = [all.at(-1), reads.at(-1)];
    fc.pre(last !== undefined && isOfOneMind(page));
    expect(isNothingToWrite(diffPapers(page, last.after, last.context))).toBe(true);
  });
});

it('keeps the older row, loses no other, and says nothing new of one that was told', () => {
  check(telling, (_all, reads) => {
    for (const { before, changes } of reads) {
      const merging = changes.papers.filter(({ merged }) => merged);
      for (const { paper, merged, news } of merging) {
        const all = before.papers.filter((each) =>
          [paper.id, ...(merged?.aliases ?? [])].includes(each.paper.id),
        );
        expect(all).toHaveLength(1 + (merged?.aliases.length ?? 0));
        const oldest = Math.min(...all.map(({ firstSeenAt }) => firstSeenAt.getTime()));
        const kept = all.find((each) => each.paper.id === paper.id);
        expect(kept?.firstSeenAt.getTime()).toBe(oldest);
        if (all.some(({ newsAt }) => newsAt)) expect(news).not.toBe('new');
      }
    }
  });
});

it('never makes one of two papers that an id tells apart', () => {
  check(claiming, (_all, reads) => {
    for (const { before, changes } of reads) {
      for (const { paper, merged } of changes.papers) {
        const all = before.papers.filter((each) =>
          [paper.id, ...(merged?.aliases ?? [])].includes(each.paper.id),
        );
        for (const scheme of ['arxiv', 'doi', 'mag'])
          expect(new Set(all.flatMap((each) => each.paper.ids[scheme] ?? [])).size).toBeLessThanOrEqual(1);
      }
    }
  });
});
