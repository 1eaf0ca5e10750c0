import PostalMime from 'postal-mime';

/** What a mail to the address of bounces asks for: `leave`, with the token of a link to leave; or nothing we know. */
export type MailedRequest = { kind: 'leave'; token: string } | { kind: 'other' };

/** A subject says what to do (RFC 8058 names no form; `List-Unsubscribe` gave this one, RFC 2369, section 3.2). */
const LEAVE = /^(?:(?:re|fwd?|aw|wg|sv|antw)\s*:\s*)*leave\s+([\w-][\w\s-]*)$/i;

/** Reads a mail as it came, headers first. Mail programs fold long subjects: spaces inside a token are theirs. */
export async function readRequest(message: Uint8Array): Promise<MailedRequest> {
  const { subject = '' } = await PostalMime.parse(message);
  const [, token] = LEAVE.exec(subject.trim()) ?? [];
  return token === undefined ? { kind: 'other' } : { kind: 'leave', token: token.replace(/\s+/g, '') };
}
