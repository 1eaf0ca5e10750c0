import { randomUUID } from 'node:crypto';
import type { Known, KnownPaper } from '../../src/model/known.js';
import type { Sighting } from '../../src/model/paper.js';
import type { Changes } from '../../src/model/scan.js';
import { diffPapers, type ReadingContext } from '../../src/papers/diff-papers.js';
import { titleKey } from '../../src/papers/title-key.js';

/** What a page says about a paper, but for what the test says. */
export function sighting(over: Partial<Sighting> = {}): Sighting {
  return {
    ids: { arxiv: '2508.00001' },
    title: 'Folding Proteins with Patience',
    authors: ['Ada Byron', 'Charles Babbage'],
    featuredOn: '2026-08-20',
    ...over,
  };
}

/** A reading on 2026-08-21 by a source that features papers by day, unless the test says otherwise. */
export function reading(over: Partial<ReadingContext> = {}): ReadingContext {
  return {
    sourceId: 'hf-daily',
    now: new Date('2026-08-21T06:00:00Z'),
    news: 'featured',
    lookback: 4,
    newId: randomUUID,
    ...over,
  };
}

export const nothing: Known = { papers: [] };

/** What is known after the changes of a reading were saved. */
export function remember(known: Known, changes: Changes, { sourceId, now }: ReadingContext): Known {
  const papers = new Map(known.papers.map((each) => [each.paper.id, each]));
  for (const { paper, statement, counts, listedOn, news, merged } of changes.papers) {
    const before = papers.get(paper.id);
    const others = (merged?.aliases ?? []).flatMap((id) => papers.get(id) ?? []);
    const all = [...others, ...(before ? [before] : [])];
    const statements = Object.assign({}, ...all.map((each) => each.statements), merged?.statements);
    const told = all.find(({ newsAt }) => newsAt);
    const after: KnownPaper = {
      ...told,
      ...(before ?? { firstSeenAt: now }),
      paper,
      titleKey: titleKey(paper),
      statements: { ...statements, ...(statement && { [sourceId]: statement }) },
      listedOn: [...new Set([...all.flatMap((each) => each.listedOn), ...(listedOn ? [listedOn] : [])])],
      ...(counts && { counts }),
      ...(news && { newsAt: now }),
    };
    for (const { paper: other } of others) papers.delete(other.id);
    papers.set(paper.id, after);
  }
  return { papers: [...papers.values()], before: changes.papers.map(({ paper }) => paper.id) };
}

/** What is known after a source has been read page by page. */
export function readAll(pages: Sighting[][], context: ReadingContext = reading()): Known {
  return pages.reduce((known, page) => remember(known, diffPapers(page, known, context), context), nothing);
}

/** True when there is no row to write for any paper. */
export function isNothingToWrite(changes: Changes): boolean {
  const isQuiet = changes.papers.every(
    ({ kind, fields, news, listedOn, statement, counts, merged }) =>
      kind === 'same' && fields.length === 0 && !news && !listedOn && !statement && !counts && !merged,
  );
  return isQuiet && changes.gone.length === 0;
}
