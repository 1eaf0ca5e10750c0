import type { Validators } from '../model/page.js';
import { type AnswerHeaders, headerOf } from './header.js';

/** What an answer gives to make the next request conditional (RFC 9110, section 8.8). */
export function validatorsOf(headers: AnswerHeaders): Validators {
  const etag = headerOf(headers, 'etag');
  const lastModified = headerOf(headers, 'last-modified');
  return {
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { lastModified }),
  };
}

/** The headers that ask for a page only if it has changed (RFC 9110, section 13.1). */
export function conditionalHeaders({ etag, lastModified }: Validators): Record<string, string> {
  return {
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
  };
}
