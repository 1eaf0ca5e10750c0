import type { Move, ProfileChange } from '../model/edition.js';
import { cleanText } from './clean-text.js';

/** What moved at one profile, in words; not yet escaped. */
export interface ShownMove {
  name: string;
  /** `h-index 8 → 9, 210 → 231 citations (scholarfeed)` */
  moves: string;
}

/** What moved at followed profiles, as HTML and text both show it. */
export interface ShownMoves {
  shown: ShownMove[];
  /** `and 3 more`, when a reader follows more than a mail has room for. */
  others?: string;
}

const SHOWN = 12;
const NUMBER = new Intl.NumberFormat('en');

/** The first dozen of what moved. */
export function showMoves(profiles: readonly ProfileChange[]): ShownMoves {
  const others = profiles.length - SHOWN;
  return {
    shown: profiles.slice(0, SHOWN).map(showMove),
    ...(others > 0 && { others: `and ${others} more` }),
  };
}

function showMove({ name, sourceId, hIndex, citations, papers }: ProfileChange): ShownMove {
  const moves = [
    hIndex && `h-index ${sayMove(hIndex)}`,
    citations && `${sayMove(citations)} citations`,
    papers && `${sayMove(papers)} papers`,
  ].filter(Boolean);
  return {
    name: cleanText(name, 80) || 'An author',
    moves: `${moves.join(', ')} (${cleanText(sourceId, 40)})`,
  };
}

const sayMove = ({ from, to }: Move) => `${NUMBER.format(from)} → ${NUMBER.format(to)}`;
