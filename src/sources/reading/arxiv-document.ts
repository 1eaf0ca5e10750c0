import { ParseError } from '../../errors.js';
import { isClosed, loadXml, type XmlElement } from './arxiv-xml.js';
import { missingLandmark } from './missing-landmark.js';
import { oneLine } from './one-line.js';

/** A short text, as a person would write it. */
const NOTICE = /^[\s\x20-\x7e]{0,500}$/;

/**
 * Opens a feed of arXiv: its `<rss>` or `<feed>`. Raises `ParseError` when it is none: code `blocked` for a body that
 * is empty or a plain notice ("Rate exceeded."), which is how arXiv turns callers away, and not zero results.
 */
export function openArxivDocument(sourceId: string, body: string): XmlElement {
  const text = body.replace(/^\ufeff/, '').trim();
  if (!text.startsWith('<') && NOTICE.test(text)) throw turnedAway(sourceId, text);
  const root = loadXml(text);
  if (root?.name !== 'rss' && root?.name !== 'feed') throw missingLandmark(sourceId, text, 'the feed');
  if (!/<\/(rss|feed)\s*>$/.test(text))
    throw new ParseError(`${sourceId}: the feed is cut: its end is missing`);
  if (!isClosed(text))
    throw new ParseError(`${sourceId}: the feed is broken: some of its elements are not closed`);
  return root;
}

function turnedAway(sourceId: string, text: string): ParseError {
  const said = text === '' ? 'an empty page' : `"${oneLine(text).slice(0, 100)}"`;
  return new ParseError(`${sourceId}: the site sent ${said} instead of a feed`, {
    code: 'blocked',
    retry: 'later',
  });
}
