import { z } from 'zod';
import { ParseError } from '../errors.js';
import { readHuggingFaceList } from './reading/hugging-face-list.js';
import { defineSource } from './source.js';

const ID = 'hf-search';

/** The most papers one answer of the API is asked for. */
const LIMIT = 100;

const Query = z
  .string()
  .refine((text) => text.trim() !== '' && text.length <= 250, 'words to search for, at most 250 characters');

/** Hugging Face's search over all papers it knows. It goes by meaning: the words need not occur in a result. */
export default defineSource({
  id: ID,
  homepage: 'https://huggingface.co',
  scopes: { query: Query },
  news: 'baseline',
  requests({ query = '' }, { baseUrl }) {
    const words = encodeURIComponent(query.trim());
    return [
      [
        { url: `${baseUrl}/api/papers/search?q=${words}&limit=${LIMIT}`, kind: 'api' },
        { url: `${baseUrl}/papers?q=${words}` },
      ],
    ];
  },
  parse(page, { query }) {
    refuseOtherQuery(page.url, query);
    const { sightings, unreadable } = readHuggingFaceList(ID, page, { before: 0, day: () => undefined });
    return { sightings, unreadable };
  },
});

/** A search that was redirected to the day's list is not a result. */
function refuseOtherQuery(address: string, query: string | undefined): void {
  if (query === undefined || !URL.canParse(address)) return;
  const found = new URL(address).searchParams.get('q');
  if (found?.trim() === query.trim()) return;
  throw new ParseError(`${ID}: asked for the search "${query}", the site sent ${new URL(address).pathname}`);
}
