import type { Request, Validators } from '../model/page.js';
import { ACCEPTED_ENCODINGS } from './read-body.js';
import { conditionalHeaders } from './validators.js';

/** The headers a request is sent with: the caller's own, but never another name than the program's. */
export function requestHeaders(
  request: Request,
  userAgent: string,
  validators: Validators,
): Record<string, string> {
  return {
    accept: 'text/html,application/json,application/xml;q=0.9,*/*;q=0.8',
    ...lowerCased(request.headers ?? {}),
    'accept-encoding': ACCEPTED_ENCODINGS,
    'user-agent': userAgent,
    ...conditionalHeaders(validators),
  };
}

/** So that a caller's `User-Agent` does not travel beside ours. */
function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
