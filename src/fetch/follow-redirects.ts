import { FetchError } from '../errors.js';
import type { Request } from '../model/page.js';
import { type AnswerHeaders, headerOf } from './header.js';

/** Statuses whose `Location` is to be followed (RFC 9110, section 15.4). */
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** A request on its way: the address it goes to now. */
export interface Step extends Request {
  at: URL;
}

export interface Redirectable {
  status: number;
  headers: AnswerHeaders;
}

/** The first step of a request. Raises `FetchError` for what is no web address. */
export function firstStep(request: Request): Step {
  return { ...request, at: readAddress(request.url) };
}

/** Where the answer sends the request on to; undefined when it is the answer itself. */
export function nextStep(step: Step, { status, headers }: Redirectable): Step | undefined {
  if (!REDIRECTS.has(status)) return undefined;
  const location = headerOf(headers, 'location');
  if (!location) throw refuse(step, `redirects (${status}) without saying where to`);
  const at = readAddress(location, step.at);
  return { ...rewrite(step, status), headers: carriedHeaders(step, at), at };
}

/** The error of a request that was sent on once too often. */
export function tooManyRedirects(step: Step, max: number): FetchError {
  return refuse(step, `redirected more than ${max} times`);
}

/** A 303, and by custom a 301 or 302 after a POST, is followed with a GET (RFC 9110, sections 15.4.2 to 15.4.4). */
function rewrite(step: Step, status: number): Step {
  if (step.method !== 'POST' || status === 307 || status === 308) return step;
  const { body: _dropped, ...rest } = step;
  return { ...rest, method: 'GET' };
}

/** Another origin gets no header of the caller's: it may hold a key that is only meant for the first. */
function carriedHeaders(step: Step, at: URL): Record<string, string> {
  return at.origin === step.at.origin ? (step.headers ?? {}) : {};
}

function readAddress(address: string, base?: URL): URL {
  const url = URL.canParse(address, base?.href) ? new URL(address, base) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new FetchError(`"${address}" is not a web address`, { retry: 'never' });
}

function refuse(step: Step, what: string): FetchError {
  return new FetchError(`${step.at.host} ${what}`, { retry: 'never', context: { host: step.at.host } });
}
