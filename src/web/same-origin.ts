/** The headers that say where a request comes from. */
export interface OriginHeaders {
  'sec-fetch-site'?: string | string[] | undefined;
  origin?: string | undefined;
  host?: string | undefined;
}

/**
 * Whether a request that changes something was made by one of our own pages (Fetch Metadata; RFC 6454, section 7).
 * A request that says neither where it comes from is not.
 */
export function isSameOrigin(headers: OriginHeaders, publicUrl: string): boolean {
  if (headers['sec-fetch-site'] !== undefined) return headers['sec-fetch-site'] === 'same-origin';
  const { origin, host } = headers;
  if (origin === undefined || !URL.canParse(origin)) return false;
  const from = new URL(origin);
  return from.origin === new URL(publicUrl).origin || from.host === host;
}
