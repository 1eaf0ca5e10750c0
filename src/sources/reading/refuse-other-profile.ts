import { ParseError } from '../../errors.js';

/** Namesakes and redirects: a page of somebody else changes nothing of the one that was asked for. */
export function refuseOtherProfile(
  sourceId: string,
  asked: string | undefined,
  found: string | undefined,
): void {
  if (asked === undefined || found === undefined || asked === found) return;
  throw new ParseError(`${sourceId}: asked for the profile ${asked}, the site sent that of ${found}`);
}
