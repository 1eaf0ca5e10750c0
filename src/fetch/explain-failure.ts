import { FetchError } from '../errors.js';
import type { FetchLimits } from './fetch-limits.js';

/** Turns what went wrong on the way to a host into a `FetchError` a person understands. */
export function explainFailure(error: unknown, host: string, limits: FetchLimits): FetchError {
  if (error instanceof FetchError) return error;
  const code = codeOf(error);
  const message = `${host} ${timeOut(code, limits) ?? REASONS[code] ?? otherReason(code)}`;
  return new FetchError(message, { retry: 'later', context: { host, reason: code }, cause: error });
}

/** Names are those of Node (`errno`), its resolver and undici. */
const REASONS: Record<string, string> = {
  ENOTFOUND: 'is not known to the name server',
  EAI_AGAIN: 'could not be looked up, the name server did not answer',
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'closed the connection before the answer was complete',
  EPIPE: 'closed the connection before the answer was complete',
  UND_ERR_SOCKET: 'closed the connection before the answer was complete',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'closed the connection before the answer was complete',
  UND_ERR_HEADERS_OVERFLOW: 'sent more headers than can be right',
  EHOSTUNREACH: 'cannot be reached from here',
  ENETUNREACH: 'cannot be reached from here, the network is down',
  ETIMEDOUT: 'could not be reached in time',
};

function timeOut(code: string, limits: FetchLimits): string | undefined {
  if (code === 'TimeoutError') return `did not finish its answer within ${inSeconds(limits.totalTimeoutMs)}`;
  if (code === 'UND_ERR_HEADERS_TIMEOUT')
    return `did not answer within ${inSeconds(limits.headersTimeoutMs)}`;
  if (code === 'UND_ERR_BODY_TIMEOUT')
    return `fell silent in the middle of its answer for ${inSeconds(limits.bodyTimeoutMs)}`;
  if (code === 'UND_ERR_CONNECT_TIMEOUT')
    return `could not be reached within ${inSeconds(limits.connectTimeoutMs)}`;
  return undefined;
}

function otherReason(code: string): string {
  if (/CERT|TLS|SSL/.test(code)) return `has no certificate that can be trusted (${code})`;
  if (code.startsWith('HPE_')) return `did not answer in HTTP (${code})`;
  if (code === 'AbortError') return 'was not waited for: the request was cancelled';
  return `could not be asked (${code})`;
}

/** undici and Node put what happened in `code`; a cancelled request is known by its name, whoever was told to stop. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'AbortError') return error.name;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

function inSeconds(ms: number): string {
  return `${ms / 1000} s`;
}
