import { assign, parseConnectionUrl } from 'nodemailer/lib/shared';
import type { SMTPConnectionAuth, SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import wellKnown from 'nodemailer/lib/well-known';

/** How to reach a mail server and how to treat it: nodemailer's options, those of its pool included. */
export interface MailServer extends SMTPConnectionOptions {
  auth?: SMTPConnectionAuth;
  /** The way to log in, where the server offers several. */
  authMethod?: string;
  /** Logs in even where the server does not say that it takes log-ins. */
  forceAuth?: boolean;
  /** Conversations at once. */
  maxConnections: number;
  /** Messages in one conversation. */
  maxMessages: number;
  /** How long a conversation is kept that carries nothing, in ms. */
  idleTimeout: number;
  /** At most so many messages in each span of `rateDelta` ms; 0: as many as there are. */
  rateLimit: number;
  rateDelta: number;
  /** `http://host:port` of a proxy that is asked to CONNECT. */
  proxy?: string;
}

/** The query of an address wins over our options, so it must not undo them: logs would hold addresses. */
const OURS = ['logger', 'debug', 'transactionLog', 'pool', 'maxRequeues', 'url', 'socket', 'connection'];

/** Reads `smtp://user:password@host:port?option=value`; what the address says of `defaults` wins. */
export function readSmtpUrl(text: string, defaults: Partial<MailServer> = {}): MailServer {
  const url = new URL(text);
  for (const name of OURS) url.searchParams.delete(name);
  const asked = parseConnectionUrl(url.toString());
  const service = typeof asked.service === 'string' && wellKnown(asked.service);
  return assign(
    { maxConnections: 5, maxMessages: 100, idleTimeout: 60_000, rateLimit: 0, rateDelta: 1000 },
    defaults,
    asked,
    service,
  ) as MailServer;
}
