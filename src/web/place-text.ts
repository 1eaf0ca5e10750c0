import { z } from 'zod';
import type { SearchPlace } from '../store/store.js';

const Place = z.tuple([z.number(), z.guid()]);

/** A place in an answer, as an address holds it. */
export function writePlace({ key, paperId }: SearchPlace): string {
  return Buffer.from(JSON.stringify([key, paperId])).toString('base64url');
}

/** Undefined when the text is not one that `writePlace` has written. */
export function readPlace(text: string): SearchPlace | undefined {
  const written = Buffer.from(text, 'base64url').toString();
  try {
    const [key, paperId] = Place.parse(JSON.parse(written));
    return { key, paperId };
  } catch {
    return undefined;
  }
}
