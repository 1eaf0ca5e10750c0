import { z } from 'zod';
import { ParseError } from '../../errors.js';
import type { Sighting } from '../../model/paper.js';
import type { Unreadable } from '../../model/scan.js';

/** The share of unreadable papers above which a whole page is not believed. */
const TOLERATED = 0.1;

export interface PapersRead {
  sightings: Sighting[];
  unreadable: Unreadable[];
}

/**
 * Reads each paper of a list on its own, so that one broken paper does not cost the others; of a paper that stands
 * there twice the first is kept. Raises `ParseError` when none can be read, or more than a tenth (but at least two)
 * cannot.
 */
export function readPapers<Item>(
  sourceId: string,
  items: readonly Item[],
  readPaper: (item: Item, index: number) => Sighting,
): PapersRead {
  const sightings = new Map<string, Sighting>();
  const unreadable: Unreadable[] = [];
  for (const [index, item] of items.entries()) {
    try {
      const sighting = readPaper(item, index);
      const key = keyOf(sighting, index);
      if (!sightings.has(key)) sightings.set(key, sighting);
    } catch (error) {
      unreadable.push({ at: `papers[${index}]`, reason: reasonOf(error) });
    }
  }
  refuseBrokenList(sourceId, items.length, unreadable);
  return { sightings: [...sightings.values()], unreadable };
}

function refuseBrokenList(sourceId: string, total: number, unreadable: Unreadable[]): void {
  const [first] = unreadable;
  if (!first) return;
  const tolerated = unreadable.length < total && unreadable.length <= Math.max(1, total * TOLERATED);
  if (tolerated) return;
  throw new ParseError(
    `${sourceId}: ${unreadable.length} of ${total} papers cannot be read, the first (${first.at}) because ${first.reason}`,
  );
}

/** Only what a paper's data can be wrong in is a reason; anything else is a bug and goes on. */
function reasonOf(error: unknown): string {
  if (error instanceof ParseError) return error.message;
  if (!(error instanceof z.ZodError)) throw error;
  const [issue] = error.issues;
  const path = issue?.path.map(String).join('.');
  return path ? `${path}: ${issue?.message}` : (issue?.message ?? 'it has another shape');
}

function keyOf({ ids }: Sighting, index: number): string {
  const [id] = Object.entries(ids);
  return id ? id.join(':') : `papers[${index}]`;
}
