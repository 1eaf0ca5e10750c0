import type { BroadsheetError } from '../errors.js';
import type { ScanOutcome } from '../model/scan.js';

/** Answers that ask for patience (RFC 6585, section 4; RFC 9110, section 15.6.4). */
const BUSY = [429, 503];

/** What a page that could not be had, or not be believed, is called. */
export function judgeFailure({ code, context }: BroadsheetError): Exclude<ScanOutcome, 'ok'> {
  if (code === 'blocked' || code === 'forbidden') return code;
  if (code === 'parse') return 'quarantined';
  return BUSY.includes(Number(context.status)) ? 'resting' : 'failed';
}
