import { Readable } from 'node:stream';
import SMTPConnection, { type SMTPEnvelope } from 'nodemailer/lib/smtp-connection';
import httpProxyClient from 'nodemailer/lib/smtp-connection/http-proxy-client.js';
import type { MailEnvelope } from './compose-mail.js';
import type { MailServer } from './read-smtp-url.js';
import type { Progress } from './settle-receipt.js';

/** A mail and whom it goes to. */
export interface ReadyMail {
  envelope: MailEnvelope;
  bytes: Buffer;
}

/** What a server made of a mail: its reply, or what went wrong and how far it had come. */
export type Answer = { response: string } | { error: unknown; progress: Progress };

/** A conversation with a mail server, logged in, that carries one message after the other. */
export interface Conversation {
  /** Never raises. */
  handOver(mail: ReadyMail): Promise<Answer>;
  /** Whether another message may follow. */
  isOpen(): boolean;
  /** Says goodbye, and hangs up when the server does not. */
  end(): void;
}

/** Longest wait for an answer to the goodbye. */
const GOODBYE_MS = 1000;

/** Connects and logs in; raises nodemailer's error. `onEnd` hears when either side has hung up. */
export async function openConversation(
  server: MailServer,
  onEnd: (ended: Conversation) => void,
): Promise<Conversation> {
  const connection = await openConnection(server);
  // The answer to EHLO, the second one where the first was in the clear.
  const takesUtf8 = /[ -]SMTPUTF8\b/i.test(connection.lastServerResponse || '');
  await logIn(connection, server);
  const conversation = createConversation(connection, takesUtf8);
  connection.once('end', () => onEnd(conversation));
  return conversation;
}

/** Connects, in TLS where the server offers it, and logs nobody in; raises nodemailer's error. */
export async function openConnection(server: MailServer): Promise<SMTPConnection> {
  const connection = new SMTPConnection({ ...server, ...(await openProxy(server)) });
  // What happens to a message is told where it is handed over; unheard, the rest would end the process.
  connection.on('error', () => {});
  await untilDone(connection, (done) => connection.connect(done));
  return connection;
}

async function openProxy({ proxy, port = 0, host = 'localhost', tls, connectionTimeout }: MailServer) {
  if (proxy === undefined) return {};
  const { rejectUnauthorized } = tls ?? {};
  const options = { rejectUnauthorized, timeout: connectionTimeout };
  return new Promise<{ connection: NonNullable<MailServer['connection']> }>((resolve, reject) => {
    httpProxyClient(proxy, port, host, options, (error, connection) =>
      connection ? resolve({ connection }) : reject(error),
    );
  });
}

/** A server that offers no log-in is not asked for one: it may know us by our address. */
export async function logIn(
  connection: SMTPConnection,
  { auth, authMethod, forceAuth }: MailServer,
): Promise<void> {
  if (!auth || !(connection.allowsAuth || forceAuth)) return;
  const credentials = { user: auth.user ?? '', pass: auth.pass };
  const method = authMethod?.toUpperCase() ?? false;
  await untilDone(connection, (done) => connection.login({ user: auth.user, credentials, method }, done));
}

/** Waits for an answer, or for the end of the connection, of which nodemailer does not tell whoever waits. */
async function untilDone(
  connection: SMTPConnection,
  act: (done: (error?: Error | null) => void) => void,
): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      connection.once('error', reject);
      connection.once('end', () => reject(new Error('Connection closed unexpectedly')));
      act((error) => (error ? reject(error) : resolve()));
    });
  } catch (error) {
    connection.close();
    throw error;
  }
}

function createConversation(connection: SMTPConnection, takesUtf8: boolean): Conversation {
  return {
    isOpen: () => !connection.destroyed,
    async handOver({ envelope, bytes }) {
      const problem = takesUtf8 ? undefined : findUnreadable(envelope);
      if (problem) return { error: problem, progress: 'none' };
      // nodemailer reads from it when the server has asked for the message: that is how far the conversation had come.
      const message = readOnce(bytes);
      try {
        return { response: await send(connection, { ...envelope, size: bytes.length }, message) };
      } catch (error) {
        await tidy(connection, error);
        return { error, progress: message.readableDidRead ? 'message' : 'envelope' };
      }
    },
    end() {
      connection.quit();
      setTimeout(() => connection.close(), GOODBYE_MS).unref();
    },
  };
}

/** To a server without SMTPUTF8 (RFC 6531) an address is ASCII. The reader's is refused; the sender's speaks of us, not of the message. */
function findUnreadable({ from, to }: MailEnvelope): Error | undefined {
  const said = 'is not ASCII, and the mail server does not offer SMTPUTF8';
  if (!isAscii(to)) return Object.assign(new Error(`the address ${said}`), { code: 'EENVELOPE' });
  return isAscii(from) ? undefined : new Error(`the sender's address ${said}`);
}

const isAscii = (text: string) => /^[ -~]*$/.test(text);

function readOnce(bytes: Buffer): Readable {
  return new Readable({
    read() {
      this.push(bytes);
      this.push(null);
    },
  });
}

function send(connection: SMTPConnection, envelope: SMTPEnvelope, message: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    connection.send(envelope, message, (error, info) => {
      // By LMTP a server may take a message and refuse its only reader.
      const problem = error ?? info.rejectedErrors?.[0];
      if (problem) reject(problem);
      else resolve(info.response);
    });
  });
}

/** A refusal leaves a conversation to be used again, unless the server hangs up with it or had not read the message to its end. */
async function tidy(connection: SMTPConnection, error: unknown): Promise<void> {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  const isRefusal = (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode !== 421;
  const isWriting = connection._socket && connection._socket.writableLength > 0;
  if (!isRefusal || isWriting || connection.destroyed) return connection.close();
  await untilDone(connection, (done) => connection.reset(done)).catch(() => undefined);
}
