import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

/**
 * Where a conversation stands: `connect` before the greeting, `auth` at the log-in, `mail` and `rcpt` at the envelope,
 * `data` when the first bytes of the message have come, `message` when it has come whole and waits for its reply.
 */
export type Step = 'connect' | 'auth' | 'mail' | 'rcpt' | 'data' | 'message';

/** What the server does at a step; nothing said, it accepts. */
export interface Reaction {
  /** A reply code, e.g. 550. */
  refuse?: number;
  /** Words of the refusal. */
  words?: string;
  /** Ends the connection without a word. */
  drop?: boolean;
  delayMs?: number;
}

export type Behaviour = Partial<Record<Step, Reaction | ((to: string) => Reaction | undefined)>>;

/** A message as it came over the wire. A message that was dropped or refused at `message` has come and is kept too. */
export interface Received {
  from: string;
  to: string[];
  raw: Buffer;
}

export interface SmtpInbox {
  url: string;
  port: number;
  received: Received[];
  /** Connections that were opened. */
  connections(): number;
  /** The received messages as a mail parser reads them, in order of arrival. */
  parsed(): Promise<Email[]>;
  close(): Promise<void>;
}

/** Opens a real SMTP server on a free port of this host. With `login` it asks for that name and password. */
export async function openSmtpInbox({
  behaviour = {},
  login,
}: {
  behaviour?: Behaviour;
  login?: { user: string; password: string };
} = {}): Promise<SmtpInbox> {
  const received: Received[] = [];
  let opened = 0;

  const react = async (
    step: Step,
    session: SMTPServerSession,
    recipient = recipientsOf(session)[0] ?? '',
  ) => {
    const chosen = behaviour[step];
    const reaction = typeof chosen === 'function' ? chosen(recipient) : chosen;
    if (reaction?.delayMs !== undefined) await delay(reaction.delayMs, undefined, { ref: false });
    if (reaction?.drop) dropConnection(server, session);
    return reaction;
  };

  const answer = async (
    step: Step,
    session: SMTPServerSession,
    done: (error?: Error | null) => void,
    recipient?: string,
  ) => {
    const reaction = await react(step, session, recipient);
    if (!reaction?.drop) done(refusalOf(reaction));
  };

  const server = new SMTPServer({
    disabledCommands: login ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
    authOptional: !login,
    disableReverseLookup: true,
    closeTimeout: 200,
    onConnect(session, done) {
      opened += 1;
      void answer('connect', session, done);
    },
    async onAuth(auth, session, done) {
      const reaction = await react('auth', session);
      const refusal = refusalOf(reaction);
      if (reaction?.drop) return;
      if (refusal) return done(refusal);
      const right = auth.username === login?.user && auth.password === login?.password;
      return right ? done(null, { user: auth.username }) : done(refusalOf({ refuse: 535 }) ?? null);
    },
    onMailFrom: (_address, session, done) => void answer('mail', session, done),
    onRcptTo: ({ address }, session, done) => void answer('rcpt', session, done, address),
    async onData(stream, session, done) {
      await once(stream, 'readable');
      const begun = behaviour.data ? await react('data', session) : undefined;
      if (begun?.drop) return;
      const raw = await readAll(stream);
      received.push({ from: senderOf(session), to: recipientsOf(session), raw });
      const refusal = refusalOf(begun);
      if (refusal) return done(refusal);
      await answer('message', session, done);
    },
  });
  // A client that hangs up, or is hung up on, is an error event of the server and none of the test.
  server.on('error', () => {});
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.server.address() as AddressInfo;

  return {
    url: login ? `smtp://${login.user}:${login.password}@127.0.0.1:${port}` : `smtp://127.0.0.1:${port}`,
    port,
    received,
    connections: () => opened,
    parsed: () => Promise.all(received.map(({ raw }) => PostalMime.parse(raw))),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

function refusalOf(reaction: Reaction | undefined): Error | null {
  if (reaction?.refuse === undefined) return null;
  return Object.assign(new Error(reaction.words ?? 'not here'), { responseCode: reaction.refuse });
}

function dropConnection(server: SMTPServer, session: SMTPServerSession): void {
  for (const connection of server.connections)
    if (connection.session.id === session.id) connection._socket.destroy();
}

function senderOf(session: SMTPServerSession): string {
  return session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
}

function recipientsOf(session: SMTPServerSession): string[] {
  return session.envelope.rcptTo?.map(({ address }) => address) ?? [];
}

async function readAll(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
