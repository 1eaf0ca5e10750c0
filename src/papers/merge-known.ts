import type { KnownPaper } from '../model/known.js';
import type { Statement } from '../model/paper.js';
import type { Merged } from '../model/scan.js';
import { layStatement, mergeStatements } from './merge-statements.js';

/** Stored papers as the one that they are, and what that changes in the store. */
export interface MergedPapers {
  known: KnownPaper;
  merged: Merged;
}

/** Makes one of `oldest` and the others. Where one source spoke of several, the younger paper's words lie over the older's. */
export function mergeKnown(oldest: KnownPaper, others: KnownPaper[]): MergedPapers {
  const all = [oldest, ...others];
  const statements = layStatements(all);
  const newsTimes = all.flatMap(({ newsAt }) => newsAt?.getTime() ?? []);
  const counted = all.flatMap(({ counts }) => counts ?? []);
  const { newsAt: _newsAt, counts: _counts, ...rest } = oldest;
  return {
    known: {
      ...rest,
      paper: mergeStatements(oldest.paper.id, statements),
      statements,
      listedOn: [...new Set(all.flatMap(({ listedOn }) => listedOn))],
      ...(newsTimes.length > 0 && { newsAt: new Date(Math.max(...newsTimes)) }),
      // Which of several counts is the last, only their times would tell: then they are counted anew.
      ...(counted.length === 1 && counted[0] && { counts: counted[0] }),
    },
    merged: { aliases: others.map(({ paper }) => paper.id), statements: pickShared(statements, all) },
  };
}

function layStatements(papers: KnownPaper[]): Record<string, Statement> {
  const laid: Record<string, Statement> = {};
  for (const { statements } of papers) {
    for (const [source, said] of Object.entries(statements)) laid[source] = layStatement(laid[source], said);
  }
  return laid;
}

/** Only where several of the papers have a statement of one source do the stored ones not do as they are. */
function pickShared(laid: Record<string, Statement>, papers: KnownPaper[]): Record<string, Statement> {
  const isShared = (source: string) => papers.filter(({ statements }) => source in statements).length > 1;
  return Object.fromEntries(Object.entries(laid).filter(([source]) => isShared(source)));
}
