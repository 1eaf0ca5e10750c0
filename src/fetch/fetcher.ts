import type { Page, Request, Validators } from '../model/page.js';

/** Turns a request into a page: politely, conditionally, within bounds. Raises `FetchError`. */
export interface Fetcher {
  fetch(request: Request & { validators?: Validators }, signal: AbortSignal): Promise<Page>;
  close(): Promise<void>;
}
