import { z } from 'zod';
import type { Asked } from './api-route.js';
import { isRefusal, type Refusal, refuse } from './problem.js';
import type { Seals } from './seals.js';

const LARGEST_PART = 100;

/** What every list takes: how much of it, and where to go on. */
export const Paging = {
  limit: z.coerce.number().int().min(1).max(LARGEST_PART).default(20).describe('How many at most'),
  cursor: z.string().max(1000).optional().describe('Where to go on: follow `next` instead of making it up'),
};

/** A part of a list. */
export function partOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    next: z.string().optional().describe('The address of the next part; absent when there is no more'),
  });
}

type Listing = Pick<
  Asked<unknown, { limit: number; cursor?: string | undefined }, unknown>,
  'query' | 'url' | 'reply'
>;

/**
 * Reads a part of a list. The cursor holds the key of the last item, sealed together with what else was asked, so that
 * it goes on with the very list it came from. `read` gets one more than is shown, to know whether there is more.
 */
export async function readPart<Key, Row, Item>(
  seals: Seals,
  asked: Listing,
  list: {
    key: z.ZodType<Key>;
    read(part: { after?: Key; limit: number }): Promise<Row[]>;
    keyOf(row: Row, at: number): Key;
    show(row: Row): Item;
  },
): Promise<{ items: Item[]; next?: string } | Refusal> {
  const after = readCursor(seals, asked, list.key);
  if (isRefusal(after)) return after;
  const { limit } = asked.query;
  const rows = await list.read({ limit: limit + 1, ...(after && { after }) });
  const shown = rows.slice(0, limit);
  const items = shown.map(list.show);
  const last = shown.at(-1);
  if (rows.length <= limit || last === undefined) return { items };
  return { items, next: tellNext(seals, asked, list.keyOf(last, shown.length - 1)) };
}

/** Where the list goes on: undefined at its beginning. */
export function readCursor<Key>(
  seals: Seals,
  { query: { cursor }, url }: Listing,
  schema: z.ZodType<Key>,
): Key | Refusal | undefined {
  if (cursor === undefined) return undefined;
  const { data, success } = schema.safeParse(seals.open(questionOf(url), cursor));
  if (success) return data;
  const detail = 'expected the cursor of a `next` link, whole, with the filters it came with';
  return refuse(400, 'The cursor does not belong to this list.', {
    errors: [{ detail, parameter: 'cursor' }],
  });
}

/** The address of the next part, which begins behind a key; told in the header `Link` too (RFC 8288). */
export function tellNext(seals: Seals, { url, reply }: Listing, key: unknown): string {
  const next = withCursor(url, seals.seal(questionOf(url), key));
  reply.header('link', `<${next}>; rel="next"`);
  return next;
}

/** Path and filters, in one order; not how much is asked for, which may change on the way. */
function questionOf(url: string): string {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  for (const name of ['cursor', 'limit']) searchParams.delete(name);
  searchParams.sort();
  return `${pathname}?${searchParams}`;
}

function withCursor(url: string, cursor: string): string {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  searchParams.set('cursor', cursor);
  return `${pathname}?${searchParams}`;
}
