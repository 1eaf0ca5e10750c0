import { setTimeout as delay } from 'node:timers/promises';
import { DeliveryError } from '../errors.js';
import { type Answer, type Conversation, openConversation, type ReadyMail } from './conversation.js';
import type { MailServer } from './read-smtp-url.js';

/** A few conversations with one server, kept between messages. */
export interface ConversationPool {
  /** Raises when no conversation could be had. A message is handed over once. */
  handOver(mail: ReadyMail): Promise<Answer>;
  /** Lets go of those at rest; whoever still waits for one is told that there will be none. */
  close(): void;
}

/** Opens nothing before the first message. */
export function createConversationPool(server: MailServer): ConversationPool {
  const turns = createTurns(server.maxConnections);
  const pace = createPace(server.rateLimit, server.rateDelta);
  const rest = createRestingPlace(server.idleTimeout);
  const carried = new WeakMap<Conversation, number>();

  const carry = async (conversation: Conversation, mail: ReadyMail): Promise<Answer> => {
    const answer = await conversation.handOver(mail);
    const count = (carried.get(conversation) ?? 0) + 1;
    carried.set(conversation, count);
    if (count < server.maxMessages) rest.keep(conversation);
    else conversation.end();
    return answer;
  };

  /** A server that hangs up on a conversation at rest must not cost a mail: while nothing of it was on the wire, a new one may carry it. */
  const carrySafely = async (mail: ReadyMail): Promise<Answer> => {
    const kept = rest.take();
    const answer = kept && (await carry(kept, mail));
    if (answer && !isHungUp(answer)) return answer;
    return carry(await openConversation(server, rest.forget), mail);
  };

  return {
    async handOver(mail) {
      await turns.take();
      try {
        await pace();
        return await carrySafely(mail);
      } finally {
        turns.pass();
      }
    },
    close() {
      turns.close();
      rest.close();
    },
  };
}

/** The connection is gone, without a word or with the one for "I am closing" (RFC 5321, section 4.2.1), before the message began. */
function isHungUp(answer: Answer): boolean {
  if ('response' in answer || answer.progress === 'message') return false;
  const { code, command, responseCode } = answer.error as {
    code?: string;
    command?: string;
    responseCode?: number;
  };
  if (responseCode === 421) return command === 'MAIL FROM';
  return responseCode === undefined && (code === 'ECONNECTION' || code === 'ESOCKET');
}

/** Lets at most `most` through at once, in the order they came. */
function createTurns(most: number) {
  const waiting: { go: () => void; stop: (reason: Error) => void }[] = [];
  let free = most;
  let isClosed = false;
  const closed = () => new DeliveryError('smtp: closed before it was this message’s turn');
  return {
    async take(): Promise<void> {
      if (isClosed) throw closed();
      if (free > 0) free -= 1;
      else await new Promise<void>((go, stop) => waiting.push({ go, stop }));
    },
    pass() {
      const next = waiting.shift();
      if (next) next.go();
      else free += 1;
    },
    close() {
      isClosed = true;
      for (const { stop } of waiting.splice(0)) stop(closed());
    },
  };
}

/** Waits where `limit` messages have begun within the last `spanMs`. */
function createPace(limit: number, spanMs: number): () => Promise<void> {
  let begun: number[] = [];
  return async () => {
    if (limit <= 0) return;
    for (;;) {
      const now = performance.now();
      begun = begun.filter((at) => at > now - spanMs);
      const [oldest] = begun;
      if (oldest === undefined || begun.length < limit) break;
      await delay(oldest + spanMs - now + 1);
    }
    begun.push(performance.now());
  };
}

/** Conversations that carry nothing, the last used first to be taken; each is ended after `idleMs`. */
function createRestingPlace(idleMs: number) {
  const resting = new Map<Conversation, NodeJS.Timeout>();
  let isClosed = false;
  const forget = (conversation: Conversation) => {
    clearTimeout(resting.get(conversation));
    return resting.delete(conversation);
  };
  const end = (conversation: Conversation) => {
    forget(conversation);
    conversation.end();
  };
  return {
    forget,
    take(): Conversation | undefined {
      const last = [...resting.keys()].at(-1);
      if (last) forget(last);
      return last;
    },
    keep(conversation: Conversation) {
      if (!conversation.isOpen()) return;
      if (isClosed) return conversation.end();
      resting.set(conversation, setTimeout(() => end(conversation), idleMs).unref());
    },
    close() {
      isClosed = true;
      for (const conversation of resting.keys()) end(conversation);
    },
  };
}
