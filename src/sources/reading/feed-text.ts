import type { FeedText } from './feed-item.js';
import { oneLine } from './one-line.js';
import { readVisibleText } from './visible-text.js';

/**
 * A `<` that begins no tag: neither one of those that feeds put into texts, nor one with attributes, nor a closing
 * tag or a comment. `a<b` is meant.
 */
const NO_TAG =
  /<(?!(?:\/?(?:abbr|a|article|blockquote|br|b|code|div|em|figure|font|h[1-6]|hr|img|i|jats:[a-z]+|li|mml:[a-z]+|ol|pre|p|script|section|small|span|strong|style|sub|sup|table|td|th|tr|tt|ul|u)\s*\/?>|[a-z][\w:-]*\s[^<>]*=[^<>]*>|\/[a-z][\w:-]*\s*>|!--))/gi;

/** What a person would see of a text in a feed, on one line: no tags, entities turned into characters. */
export function readFeedText({ text, isMarkup }: FeedText): string {
  if (!isMarkup) return oneLine(text);
  const { lines } = readVisibleText(`<div>${text.replace(NO_TAG, '&lt;')}</div>`);
  return lines.map((line) => line.text).join(' ');
}
