import { load } from 'cheerio';

/**
 * Loads markup the way browsers do (parse5), and tells how many elements it has. Exact where markup is broken, and
 * several times slower than `loadMarkup`: the measure that `broadsheet bench` holds against our own reading.
 */
export function countElementsByParse5(markup: string): number {
  return load(markup)('*').length;
}
