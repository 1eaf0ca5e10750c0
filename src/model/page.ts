/** A page made for people, which robots.txt may forbid, or an interface made for programs. */
export type RequestKind = 'page' | 'api';

/** One thing to ask a site for. */
export interface Request {
  url: string;
  /** `page` when absent: obeys robots.txt and keeps the longer gap. */
  kind?: RequestKind;
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  /** For an answer that is not worth waiting for as long as for others. */
  timeoutMs?: number;
}

/** What an answer gave to make the next request conditional (RFC 9110, sections 8.8.2 and 8.8.3). */
export interface Validators {
  etag?: string;
  lastModified?: string;
}

/** An answer, decoded to text. `unchanged` means 304: the body is then empty. */
export interface Page {
  /** The address that was asked for. */
  requestUrl: string;
  /** The address that answered, after redirects. */
  url: string;
  status: number;
  contentType?: string;
  body: string;
  /** Some of its bytes mean nothing in its encoding; U+FFFD stands for them. */
  garbled?: true;
  unchanged: boolean;
  validators: Validators;
  fetchedAt: Date;
}
