import { ParseError } from '../../errors.js';
import { loadXml, type XmlElement } from './arxiv-xml.js';
import { missingLandmark } from './missing-landmark.js';
import { oneLine } from './one-line.js';

/**
 * Opens a feed of arXiv: its `<rss>` or `<feed>`. Raises `ParseError` when it is none: code `blocked` for a body that
 * is empty or plain text ("Rate exceeded."), which is how arXiv turns callers away, and not zero results.
 */
export function openArxivDocument(sourceId: string, body: string): XmlElement {
  const text = body.replace(/^\ufeff/, '').trim();
  if (!text.startsWith('<')) throw turnedAway(sourceId, text);
  const root = loadXml(text);
  if (root?.name !== 'rss' && root?.name !== 'feed') throw missingLandmark(sourceId, text, 'the feed');
  if (/<\/(rss|feed)\s*>$/.test(text)) return root;
  throw new ParseError(`${sourceId}: the feed is cut: its end is missing`);
}

function turnedAway(sourceId: string, text: string): ParseError {
  const said = text === '' ? 'an empty page' : `"${oneLine(text).slice(0, 100)}"`;
  return new ParseError(`${sourceId}: the site sent ${said} instead of a feed`, {
    code: 'blocked',
    retry: 'later',
  });
}
