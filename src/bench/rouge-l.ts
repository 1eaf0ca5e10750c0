/** Longest text that is compared, in words: the table of a comparison has a row of so many cells. */
const MOST_WORDS = 400;

/**
 * ROUGE-L F1 of two texts, 0–1: the harmonic mean of the shares of either text's words that lie in their longest common
 * subsequence (C.-Y. Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", 2004, section 3.1, with β = 1).
 * Words are runs of letters and digits in lower case, neither stemmed nor dropped.
 */
export function rougeL(candidate: string, reference: string): number {
  const [ours, theirs] = [wordsOf(candidate), wordsOf(reference)];
  if (ours.length === 0 || theirs.length === 0) return 0;
  return (2 * commonLength(ours, theirs)) / (ours.length + theirs.length);
}

function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, MOST_WORDS);
}

/** Length of the longest common subsequence, a row of the table at a time. */
function commonLength(ours: string[], theirs: string[]): number {
  let above = new Uint16Array(theirs.length + 1);
  for (const word of ours) {
    const row = new Uint16Array(theirs.length + 1);
    for (const [at, other] of theirs.entries()) {
      row[at + 1] = word === other ? (above[at] ?? 0) + 1 : Math.max(above[at + 1] ?? 0, row[at] ?? 0);
    }
    above = row;
  }
  return above.at(-1) ?? 0;
}
