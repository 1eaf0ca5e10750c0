import { type CheerioAPI, load } from 'cheerio/slim';
import { ParseError } from '../../errors.js';

/** No page is nested as deep as this, and the parser's time grows with the square of the depth. */
const MAX_OPEN = 20_000;

const TAG = /<(\/?)([a-z][a-z0-9]*)/gi;

/** Elements that need no closing tag. */
const CLOSED_ANYHOW = new Set(
  'area base br col dd dt embed hr img input li link meta option p source td th tr track wbr'.split(' '),
);

/** Loads HTML for looking into it. Raises `ParseError` when it is nested beyond reason. */
export function loadMarkup(html: string): CheerioAPI {
  let open = 0;
  for (const [, slash, name = ''] of html.matchAll(TAG)) {
    if (CLOSED_ANYHOW.has(name.toLowerCase())) continue;
    open = slash ? Math.max(0, open - 1) : open + 1;
    if (open > MAX_OPEN) throw new ParseError('the page is broken: its elements are nested without end');
  }
  return load(html);
}
