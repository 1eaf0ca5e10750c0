/** Longest summary, in UTF-16 units. */
export const LONGEST_SUMMARY = 280;

/** As many whole sentences from the first as a summary holds; undefined when the first is too long. */
export function fitSentences(sentences: readonly string[]): string | undefined {
  let fitting = '';
  for (const sentence of sentences) {
    const longer = fitting === '' ? sentence : `${fitting} ${sentence}`;
    if (longer.length > LONGEST_SUMMARY) break;
    fitting = longer;
  }
  return fitting || undefined;
}
