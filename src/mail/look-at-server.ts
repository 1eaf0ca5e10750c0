import { TLSSocket } from 'node:tls';
import { BroadsheetError } from '../errors.js';
import { logIn, openConnection } from './conversation.js';
import { describeFailure } from './describe-failure.js';
import { readSmtpUrl } from './read-smtp-url.js';

/** What a mail server is like to whoever wants to hand mails over. */
export interface MailServerFacts {
  /** As in `SMTP_URL`. */
  host: string;
  /** The address that answered; absent behind a proxy. */
  address?: string;
  /** Absent where the conversation is in the clear. */
  tls?: {
    /** `TLSv1.3` */
    protocol: string;
    /** False where `SMTP_URL` says that the certificate is not to be checked, and it would not have passed. */
    trusted: boolean;
    certificateEndsAt?: Date;
  };
  /** `none`: `SMTP_URL` names nobody, or the server takes no log-ins. */
  login: 'done' | 'none' | 'not offered';
}

/**
 * Connects and logs in as sending does, and leaves. Raises `DeliveryError` that names the host and the reason; its context
 * holds `step`: what could not be done.
 */
export async function lookAtServer(url: string, timeoutMs: number): Promise<MailServerFacts> {
  const server = readSmtpUrl(url, {
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  });
  const connection = await openConnection(server).catch((error) => {
    throw explain(error, url, 'connect');
  });
  try {
    const facts = describeSocket(connection._socket, new URL(url).hostname);
    const offersLogin = connection.allowsAuth || server.forceAuth === true;
    await logIn(connection, server);
    const login = server.auth === undefined ? 'none' : offersLogin ? 'done' : 'not offered';
    connection.quit();
    return { ...facts, login };
  } catch (error) {
    throw explain(error, url, 'log-in');
  } finally {
    connection.close();
  }
}

function explain(error: unknown, url: string, step: string): BroadsheetError {
  const isCertificate = step === 'connect' && isCertificateProblem(error);
  const { message, code, retry } = describeFailure(error, url);
  return new BroadsheetError(message, {
    code,
    retry,
    context: { step: isCertificate ? 'certificate' : step },
  });
}

/** OpenSSL's words: `self-signed certificate`, `certificate has expired`; Node's for a name that is not in it. */
function isCertificateProblem(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return /certificate|altnames/i.test(message) || /CERT|ALTNAME/.test(code);
}

function describeSocket(socket: unknown, host: string): Omit<MailServerFacts, 'login'> {
  const { remoteAddress } = socket as { remoteAddress?: string };
  const from = { host, ...(remoteAddress !== undefined && { address: remoteAddress }) };
  if (!(socket instanceof TLSSocket)) return from;
  const { valid_to: end } = socket.getPeerCertificate();
  const certificateEndsAt = end ? { certificateEndsAt: new Date(end) } : {};
  const protocol = socket.getProtocol() ?? 'TLS';
  return { ...from, tls: { protocol, trusted: socket.authorized, ...certificateEndsAt } };
}
