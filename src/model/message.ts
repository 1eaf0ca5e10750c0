/** A mail, ready to be sent. */
export interface Message {
  messageId: string;
  from: string;
  to: string;
  subject: string;
  date: Date;
  /** Further headers, e.g. `List-Unsubscribe`. */
  headers: Record<string, string>;
  html: string;
  text: string;
  /** Both parts in quoted-printable, lines ended by CRLF, where whoever wrote them has made what many mails share only once. */
  quoted?: { html: string; text: string };
  /** The sender on the envelope: where it comes back to (RFC 5321, section 4.4). Default: the transport's own. */
  returnPath?: string;
  /** Papers the mail holds, in order. */
  paperIds: string[];
}

/**
 * How a message fared (design: outcome by SMTP reply, never by "an error was thrown").
 * `sent`: accepted. `refused`: the server said no for good (5xx). `deferred`: it said not now (4xx), or was never reached.
 * `unknown`: the conversation broke after the message had begun; it may have arrived.
 */
export type Receipt =
  | { outcome: 'sent'; response: string }
  | {
      outcome: 'refused' | 'deferred' | 'unknown';
      reason: string;
      code?: number;
      /** It speaks of the mail server or of our log-in there, and of no message. */
      about?: 'server';
    };
