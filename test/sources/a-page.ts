import type { Page } from '../../src/model/page.js';

/** A page as the fetcher hands it over, holding the given text. */
export function aPage(url: string, body: string, given: Partial<Page> = {}): Page {
  const fetchedAt = new Date('2026-08-21T08:00:00Z');
  return { requestUrl: url, url, status: 200, body, unchanged: false, validators: {}, fetchedAt, ...given };
}
