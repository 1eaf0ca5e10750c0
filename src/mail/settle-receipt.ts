import type { Receipt } from '../model/message.js';

/** How far a conversation had come when it ended: nothing said of this message, its envelope said, or bytes of it on the wire. */
export type Progress = 'none' | 'envelope' | 'message';

interface MailFailure {
  message: string;
  code?: string;
  response?: string;
  responseCode?: number;
}

/**
 * What an error of nodemailer means for the message it was raised for, by the reply of the server (RFC 5321, section 4.2.1).
 * A no before the envelope (greeting, log-in) speaks of us and not of the message, which can be sent later. Where the
 * conversation broke without a reply, the message may have arrived only if bytes of it were on the wire.
 */
export function settleReceipt(error: unknown, progress: Progress): Receipt {
  const failure = readFailure(error);
  const reason = nameNobody(failure.response ?? failure.message);
  const code = failure.responseCode;
  if (code !== undefined && code >= 400) {
    if (progress === 'none' || OF_SERVER.has(code))
      return { outcome: 'deferred', reason, code, about: 'server' };
    return { outcome: code >= 500 ? 'refused' : 'deferred', reason, code };
  }
  if (progress === 'message') return { outcome: 'unknown', reason };
  if (isImpossible(failure)) return { outcome: 'refused', reason };
  return { outcome: 'deferred', reason, ...(progress === 'none' && { about: 'server' }) };
}

/** Going down (RFC 5321, section 3.8), or wanting a log-in or TLS first (RFC 4954, section 6; RFC 3207, section 4). */
const OF_SERVER = new Set([421, 530, 534, 535, 538]);

/** What went wrong, in words that name no address: mail servers like to repeat the recipient. */
export function nameNobody(text: string): string {
  return text
    .replace(/(?<![^\s<>"':;,()])[^\s<>"':;,()]+@[^\s<>"':;,()]+/g, '(address)')
    .replace(/\s+/g, ' ')
    .slice(0, 300);
}

/** Refused by nodemailer itself, before the server was asked: an unusable address, or more than the server takes. */
function isImpossible({ code }: MailFailure): boolean {
  return code === 'EENVELOPE' || code === 'EMESSAGE';
}

function readFailure(error: unknown): MailFailure {
  return error instanceof Error ? error : { message: String(error) };
}
