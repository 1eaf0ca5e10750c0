import { load } from 'cheerio/slim';
import { ParseError } from '../../errors.js';
import { oneLine } from './one-line.js';

/** Titles of the pages that firewalls put in place of the one that was asked for, and AWS WAF's own mark. */
const BLOCK_TITLE =
  /just a moment|attention required|access denied|captcha|human verification|are you (a )?(human|robot)|security check|blocked/i;
const BLOCK_MARK = 'window.gokuProps';

/**
 * The error of a page on which the thing every such page has is missing. Its code is `blocked` when the page looks
 * like that of a firewall.
 */
export function missingLandmark(sourceId: string, body: string, landmark: string): ParseError {
  const title = titleOf(body);
  const found = title === '' ? '' : `; the page is titled "${title}"`;
  if (BLOCK_TITLE.test(title) || body.includes(BLOCK_MARK)) {
    return new ParseError(`${sourceId}: the site sent a block page instead of papers${found}`, {
      code: 'blocked',
    });
  }
  return new ParseError(`${sourceId}: this is not the page it reads: ${landmark} is missing${found}`);
}

/** A title stands at the beginning; what comes after may be anything. */
function titleOf(body: string): string {
  return oneLine(load(body.slice(0, 50_000))('title').first().text()).slice(0, 100);
}
