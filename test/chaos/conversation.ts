import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Where a conversation stands: before the greeting, at each command of the envelope, at DATA, when the first bytes of the
 * message have come, when it has come whole and waits for its reply, and when that has been given.
 */
export type Step = 'greeting' | 'mail' | 'rcpt' | 'data' | 'begun' | 'message' | 'after';

/** What the server does at a step; nothing said, it goes on. */
export interface Reaction {
  /** A reply code, such as 451 or 550. */
  refuse?: number;
  /** Ends the connection without a word; of a whole message nothing is kept. */
  drop?: boolean;
  /** At `message`: ends the connection without a word, and delivers the message all the same. */
  swallow?: boolean;
  delayMs?: number;
}

/** What happens at a step, to whom, the how-manieth time that this reader's mail is tried. */
export type Weather = (step: Step, recipient: string, attempt: number) => Reaction | undefined;

/** A mail that the server has taken: it will be in the reader's inbox. */
export interface Accepted {
  recipient: string;
  messageId: string;
}

/** What all conversations of a server share. */
export interface Host {
  accepted: Accepted[];
  /** Readers whose conversation the server itself broke off after the message had begun. */
  brokenOff: string[];
  /** Readers that were refused for good, with the code. */
  refusedForGood: Map<string, number>;
  /** How often each recipient has been named. */
  tried: Map<string, number>;
  /** Whose message is between DATA and its last reply. */
  inData: Map<Socket, string>;
  /** Grows with everything that is said. */
  activity: number;
  weather: Weather;
  /** Waits for the next mail's turn. */
  pace(): Promise<void>;
}

/** Ends a connection as a server does that falls over. */
export function hangUp(host: Host, socket: Socket): void {
  const recipient = host.inData.get(socket);
  if (recipient !== undefined) host.brokenOff.push(recipient);
  host.inData.delete(socket);
  socket.destroy();
}

/** Holds one conversation (RFC 5321) to its end. */
export async function converse(host: Host, socket: Socket): Promise<void> {
  const talk: Talk = { host, socket, incoming: readLines(socket), recipient: '' };
  try {
    if (await passes(talk, 'greeting', '220 chaos ESMTP')) await obey(talk);
  } catch {
    // The client has gone, and there is nobody to be told.
  } finally {
    host.inData.delete(socket);
    socket.destroy();
  }
}

interface Talk {
  host: Host;
  socket: Socket;
  incoming: AsyncGenerator<string>;
  recipient: string;
}

async function obey(talk: Talk): Promise<void> {
  for (;;) {
    const { value: line, done } = await talk.incoming.next();
    if (done) return;
    talk.host.activity += 1;
    if (!(await answer(talk, line))) return;
  }
}

/** Answers a command. False when the conversation has ended. */
async function answer(talk: Talk, line: string): Promise<boolean> {
  const { socket } = talk;
  const verb = line.slice(0, 4).toUpperCase();
  if (verb === 'MAIL') return passes(talk, 'mail', '250 go on');
  if (verb === 'RCPT') return takeRecipient(talk, line);
  if (verb === 'DATA') return takeMessage(talk);
  if (verb === 'EHLO') return say(socket, '250-chaos\r\n250-8BITMIME\r\n250 SMTPUTF8');
  if (verb === 'QUIT') return !(await say(socket, '221 until then'));
  return say(socket, /^(HELO|RSET|NOOP)$/.test(verb) ? '250 well' : '502 what is that');
}

function takeRecipient(talk: Talk, line: string): Promise<boolean> {
  talk.recipient = /<([^>]*)>/.exec(line)?.[1] ?? '';
  const { tried } = talk.host;
  tried.set(talk.recipient, (tried.get(talk.recipient) ?? 0) + 1);
  return passes(talk, 'rcpt', '250 go on');
}

async function takeMessage(talk: Talk): Promise<boolean> {
  const { host, socket, recipient } = talk;
  const reaction = await react(talk, 'data');
  if (reaction !== undefined) return carryOut(talk, 'data', reaction);
  host.inData.set(socket, recipient);
  await say(socket, '354 go ahead');
  const raw = await readMessage(talk);
  if (raw === undefined) return false;
  await host.pace();
  return finishMessage(talk, raw);
}

/** Absent when the connection ended first. */
async function readMessage(talk: Talk): Promise<string | undefined> {
  const lines: string[] = [];
  for (;;) {
    const { value: line, done } = await talk.incoming.next();
    if (done) return undefined;
    if (line === '.') return lines.join('\n');
    lines.push(line);
    if (lines.length > 1) continue;
    const reaction = await react(talk, 'begun');
    if (reaction?.drop) {
      hangUp(talk.host, talk.socket);
      return undefined;
    }
  }
}

/** From here on the mail is in the reader's inbox, even when the client is not there any more to hear of it. */
async function finishMessage(talk: Talk, raw: string): Promise<boolean> {
  const { host, socket, recipient } = talk;
  const reaction = await react(talk, 'message');
  // A server that went away meanwhile has nothing.
  const isGone = !host.inData.has(socket);
  const keeps = !isGone && (reaction === undefined || reaction.swallow === true);
  if (keeps) host.accepted.push({ recipient, messageId: /^message-id:\s*(\S+)/im.exec(raw)?.[1] ?? '' });
  if (reaction?.drop || reaction?.swallow) hangUp(host, socket);
  host.inData.delete(socket);
  if (reaction !== undefined) return carryOut(talk, 'message', reaction);
  await say(socket, '250 taken');
  return (await react(talk, 'after')) === undefined;
}

/** Says what is said at a step when all is well, or does what the weather wants. False when the conversation has ended. */
async function passes(talk: Talk, step: Step, words: string): Promise<boolean> {
  const reaction = await react(talk, step);
  return reaction === undefined ? say(talk.socket, words) : carryOut(talk, step, reaction);
}

/** What the weather does now; a mere delay is over when this returns. */
async function react({ host, recipient }: Talk, step: Step): Promise<Reaction | undefined> {
  const reaction = host.weather(step, recipient, host.tried.get(recipient) ?? 0);
  host.activity += 1;
  if (reaction?.delayMs !== undefined) await sleep(reaction.delayMs);
  host.activity += 1;
  return reaction?.refuse !== undefined || reaction?.drop || reaction?.swallow ? reaction : undefined;
}

async function carryOut(
  { host, socket, recipient }: Talk,
  step: Step,
  { refuse }: Reaction,
): Promise<boolean> {
  if (refuse === undefined) return false;
  const isOfReader = step === 'rcpt' || step === 'data' || step === 'message';
  if (refuse >= 500 && isOfReader) host.refusedForGood.set(recipient, refuse);
  await say(socket, `${refuse} not here, not now`);
  return step !== 'greeting' && refuse !== 421;
}

/** Waits until the words are on their way: what hangs up next must not take them back. */
function say(socket: Socket, words: string): Promise<true> {
  return new Promise((resolve) => {
    if (socket.destroyed) resolve(true);
    else socket.write(`${words}\r\n`, () => resolve(true));
  });
}

async function* readLines(socket: Socket): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of socket.setEncoding('latin1')) {
    const lines = (rest + String(chunk)).split('\r\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
