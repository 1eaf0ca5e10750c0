import { z } from 'zod';
import { ParseError } from '../errors.js';
import type { Page } from '../model/page.js';
import type { Sighting } from '../model/paper.js';
import { readTrendingText } from './reading/hf-trending-text.js';
import { findListing, type Listing } from './reading/hugging-face-listing.js';
import { readHuggingFacePaper } from './reading/hugging-face-paper.js';
import { type PapersRead, readPapers } from './reading/read-papers.js';
import { defineSource } from './source.js';

const ID = 'hf-trending';

/**
 * Hugging Face's trending papers: whatever is talked about now, old papers too. So it is no day's list: its papers
 * carry no featured day, and none of them becomes news by being there.
 */
export default defineSource({
  id: ID,
  homepage: 'https://huggingface.co',
  scopes: { now: z.literal('trending', 'trending') },
  news: 'featured',
  requests: (_scope, { baseUrl }) => [
    [
      { url: `${baseUrl}/api/daily_papers?sort=trending&limit=50`, kind: 'api' },
      { url: `${baseUrl}/papers/trending` },
    ],
  ],
  parse(page) {
    const read = readListing(page);
    return { ...read, sightings: read.sightings.map(rankAgain) };
  },
});

/** The API's list, else the page's data, else what the page shows. */
function readListing(page: Page): PapersRead {
  const listing = tryListing(page);
  if (!('error' in listing)) {
    return readPapers(ID, listing.items, (item, index) =>
      withoutDay(readHuggingFacePaper(item, { rank: index + 1, day: undefined })),
    );
  }
  const shown = /^\s*</.test(page.body) ? readTrendingText(page) : [];
  if (shown.length === 0) throw listing.error;
  return readPapers(ID, shown, (sighting) => sighting);
}

function tryListing(page: Page): Listing | { error: ParseError } {
  try {
    return findListing(ID, page);
  } catch (error) {
    if (error instanceof ParseError) return { error };
    throw error;
  }
}

function withoutDay({ featuredOn: _day, ...sighting }: Sighting): Sighting {
  return sighting;
}

/** Each paper is printed twice, so that its place in the markup is not its place in the list. */
function rankAgain(sighting: Sighting, index: number): Sighting {
  return { ...sighting, rank: index + 1 };
}
