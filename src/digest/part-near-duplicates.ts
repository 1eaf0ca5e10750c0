/** Titles that share this much of their words (Jaccard) read like one paper printed twice. */
const NEAR = 0.8;

/** Something with the words of its title. */
export interface Titled {
  words: ReadonlySet<string>;
}

/** True when two titles differ in hardly a word. */
export function isNearDuplicate(one: Titled, other: Titled): boolean {
  const [few, many] = one.words.size < other.words.size ? [one.words, other.words] : [other.words, one.words];
  // Even if all words were shared, the overlap could not be greater than this.
  if (few.size < NEAR * many.size) return false;
  let shared = 0;
  for (const word of few) if (many.has(word)) shared += 1;
  return shared >= NEAR * (few.size + many.size - shared);
}

/**
 * The same order, but for near-duplicates that would stand beside each other: the later one waits until something
 * stands between, or moves up to where something does. Where nothing can, it is left out. `before` stands above the first.
 */
export function partNearDuplicates<T extends Titled>(ordered: readonly T[], before?: T): T[] {
  const placed: T[] = [];
  let waiting: T[] = [];
  for (const next of ordered) {
    const last = placed.at(-1) ?? before;
    if (last && isNearDuplicate(last, next)) {
      waiting.push(next);
      continue;
    }
    placed.push(next);
    waiting = placeFirst(waiting, placed);
  }
  for (const late of waiting) insertApart(late, placed, before);
  return placed;
}

/** Appends the first that may stand there; returns those that still wait. */
function placeFirst<T extends Titled>(waiting: T[], placed: T[]): T[] {
  const at = waiting.findIndex((one) => !placed.at(-1) || !isNearDuplicate(placed.at(-1) as T, one));
  const found = waiting[at];
  if (!found) return waiting;
  placed.push(found);
  return waiting.filter((one) => one !== found);
}

function insertApart<T extends Titled>(late: T, placed: T[], before?: T): void {
  for (let at = placed.length; at >= 0; at -= 1) {
    const neighbours = [placed[at - 1] ?? (at === 0 ? before : undefined), placed[at]];
    if (neighbours.some((one) => one && isNearDuplicate(one, late))) continue;
    placed.splice(at, 0, late);
    return;
  }
}
