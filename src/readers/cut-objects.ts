import { LONGEST_LINE } from './read-lines.js';

/**
 * Cuts the members out of a JSON array that comes in pieces, as texts that still have to be read. It looks at brackets
 * and quotation marks only, so that a member that is broken otherwise does not spoil the next. Of a member that is too
 * long only the beginning is kept.
 */
export async function* cutObjects(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  const state = { depth: 0, inText: false, escaped: false };
  let held = '';
  for await (const piece of pieces) {
    let from = 0;
    for (let at = 0; at < piece.length; at += 1) {
      const isBetween = step(state, piece[at] ?? '');
      if (!isBetween) continue;
      yield held + piece.slice(from, at);
      held = '';
      from = at + 1;
    }
    held = (held + piece.slice(from)).slice(0, LONGEST_LINE + 1);
  }
  yield held;
}

/** Takes one character; says whether it stands between members: the brackets around all, and the commas at their level. */
function step(state: { depth: number; inText: boolean; escaped: boolean }, character: string): boolean {
  if (state.inText) {
    // No text of JSON holds a line break: one that does was never closed.
    if ((!state.escaped && character === '"') || character === '\n') state.inText = false;
    state.escaped = !state.escaped && character === '\\';
    return false;
  }
  if (character === '"') state.inText = true;
  if (character === '[' || character === '{') return state.depth++ === 0;
  if (character === ']' || character === '}') return --state.depth === 0;
  return character === ',' && state.depth === 1;
}
