import { ParseError } from '../errors.js';
import type { Page } from '../model/page.js';
import type { Sighting } from '../model/paper.js';
import type { Reading } from '../model/scan.js';
import type { Source } from '../sources/source.js';

const DAY_MS = 86_400_000;

/** A preprint has its date from the archive's own clock, which may be ahead of ours by a zone. */
const PREPRINT_AHEAD_MS = 2 * DAY_MS;

/** Journals print the dates of issues to come. */
const ISSUE_AHEAD_MS = 366 * DAY_MS;

/**
 * Sets papers aside that were read but cannot be believed: those whose text did not come through, and those of days yet
 * to come. Raises `ParseError` when none is left, and for a page that is cut before its end or is not text.
 */
export function setAside(source: Pick<Source, 'id' | 'sitesOf'>, reading: Reading, page: Page): Reading {
  const sourceId = source.id;
  refuseCut(sourceId, page);
  if (page.garbled && !source.sitesOf) throw garbled(sourceId);
  const judged = reading.sightings.map((sighting, index) => ({
    sighting,
    at: Object.values(sighting.ids)[0] ?? `papers[${index}]`,
    reason: doubtOf(sighting, page),
  }));
  const doubted = judged.flatMap(({ at, reason }) => (reason === undefined ? [] : [{ at, reason }]));
  const [first] = doubted;
  if (!first) return reading;
  if (doubted.length === judged.length)
    throw new ParseError(
      `${sourceId}: no paper can be believed, the first (${first.at}) because ${first.reason}`,
    );
  return {
    ...reading,
    sightings: judged.flatMap(({ sighting, reason }) => (reason === undefined ? [sighting] : [])),
    unreadable: [...reading.unreadable, ...doubted],
  };
}

/** What is missing would look like papers that have gone. Fragments and feeds have no such end. */
function refuseCut(sourceId: string, { body }: Page): void {
  if (!/^[\s\ufeff]*(?:<!doctype html[^>]*>\s*)?<html[\s>]/i.test(body) || /<\/(?:html|body)\s*>/i.test(body))
    return;
  throw new ParseError(`${sourceId}: the page is cut: its end (</html>) is missing`);
}

/**
 * Bytes were damaged, or are of another encoding than the one stated. Where a source reads whatever site an operator
 * names, it costs only the papers in which it stands: many of those are written by hand.
 */
function garbled(sourceId: string): ParseError {
  return new ParseError(`${sourceId}: the page is broken: some of its characters are of no known encoding`);
}

function doubtOf(sighting: Sighting, { garbled, fetchedAt }: Page): string | undefined {
  const { featuredOn, publishedAt, ids } = sighting;
  if (garbled && /\ufffd|%EF%BF%BD/.test(JSON.stringify(sighting)))
    return 'some of its characters did not come through';
  if (featuredOn !== undefined && featuredOn > fetchedAt.toISOString().slice(0, 10))
    return `it stands in the list of ${featuredOn}, which is yet to come`;
  const aheadMs = Date.parse(publishedAt ?? '') - fetchedAt.getTime();
  const isAhead = aheadMs > (ids.arxiv === undefined ? ISSUE_AHEAD_MS : PREPRINT_AHEAD_MS);
  return isAhead ? `it was published on ${publishedAt}, which is yet to come` : undefined;
}
