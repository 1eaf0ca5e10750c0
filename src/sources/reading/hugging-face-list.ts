import { ParseError } from '../../errors.js';
import type { Day } from '../../model/clock.js';
import type { Page } from '../../model/page.js';
import type { Covers } from '../../model/scan.js';
import { readHuggingFaceCards } from './hugging-face-cards.js';
import { findListing } from './hugging-face-listing.js';
import { readHuggingFacePaper } from './hugging-face-paper.js';
import { readHuggingFaceText } from './hugging-face-text.js';
import { type PapersRead, readPapers } from './read-papers.js';

/** What the list does not say of its papers itself. */
export interface ListPlace {
  /** How many papers stand on the pages before this one. */
  before: number;
  /** The day of the list, given what the page says that it covers. */
  day(covers: Covers): Day | undefined;
}

export interface ListRead extends PapersRead {
  covers: Covers;
  /** Papers on the page, with those that could not be read. */
  count: number;
}

/**
 * Reads a list of papers of Hugging Face in the first form that reads: the API's JSON or the JSON in the page, else
 * the cards of the page, else its visible text. Raises the `ParseError` of the first form when none does.
 */
export function readHuggingFaceList(sourceId: string, page: Page, place: ListPlace): ListRead {
  try {
    return readData(sourceId, page, place);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const isJson = /^\s*[[{]/.test(page.body);
    const read = isJson ? undefined : readWithoutData(sourceId, page, place);
    if (read === undefined) throw error;
    return read;
  }
}

function readData(sourceId: string, page: Page, { before, day }: ListPlace): ListRead {
  const { items, covers } = findListing(sourceId, page);
  const read = readPapers(sourceId, items, (item, index) =>
    readHuggingFacePaper(item, { rank: before + index + 1, day: day(covers) }),
  );
  return { covers, ...read, count: items.length };
}

function readWithoutData(sourceId: string, page: Page, place: ListPlace): ListRead | undefined {
  for (const find of [readHuggingFaceCards, readHuggingFaceText]) {
    const { covers, sightings } = find(page);
    if (sightings.length === 0) continue;
    const featuredOn = place.day(covers);
    const { sightings: own } = readPapers(sourceId, sightings, (sighting, index) => ({
      ...sighting,
      ...(featuredOn && { featuredOn }),
      rank: place.before + index + 1,
    }));
    return { covers, sightings: own, unreadable: [], count: sightings.length };
  }
  return undefined;
}
