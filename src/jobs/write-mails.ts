import { createHash } from 'node:crypto';
import { prepareEdition } from '../digest/compose-digest.js';
import { RenderError } from '../errors.js';
import type { LeasedDelivery } from '../model/delivery.js';
import type { Edition } from '../model/edition.js';
import type { Message } from '../model/message.js';
import type { Subscriber } from '../model/subscriber.js';
import type { Deps } from './deps.js';

type Needs = Pick<Deps, 'renderer' | 'links' | 'clock' | 'mailDomain'>;

/** One reader's mail, composed and rendered, not yet on the wire. */
export interface ReadyMail {
  subscriberId: string;
  linkGeneration: number;
  message: Message;
}

export interface WrittenMails {
  mails: ReadyMail[];
  /** Who gets none, and why. */
  skips: { subscriberId: string; reason: string }[];
}

/** Writes the mails of one edition. What is the same for all readers is made once, here: an edition that cannot be written raises at once. */
export function createMailWriter(edition: Edition, needs: Needs): (leased: LeasedDelivery[]) => WrittenMails {
  const compose = prepareEdition(edition);
  const render = needs.renderer.forEdition(edition);
  const write = ({ subscriber, hadBefore }: Pick<LeasedDelivery, 'subscriber' | 'hadBefore'>) => {
    const composed = compose(subscriber, new Set(hadBefore));
    if ('skip' in composed) return composed;
    const messageId = stableMessageId(edition.id, subscriber.id, needs.mailDomain);
    const message = render(composed.digest, { messageId, date: needs.clock.now() });
    return toReady(message, subscriber, edition, needs);
  };
  write({ subscriber: madeUpReader(needs.clock.now()), hadBefore: [] });
  return (leased) => {
    const written: WrittenMails = { mails: [], skips: [] };
    for (const delivery of leased) {
      const made = tryToWrite(() => write(delivery));
      if ('skip' in made) written.skips.push({ subscriberId: delivery.subscriber.id, reason: made.skip });
      else written.mails.push(made);
    }
    return written;
  };
}

function toReady(
  message: Message,
  { id, linkGeneration }: Subscriber,
  { cadence, date }: Edition,
  { links }: Needs,
): ReadyMail {
  const returnPath = links.returnPath({ subscriberId: id, generation: linkGeneration, cadence, date });
  return { subscriberId: id, linkGeneration, message: { ...message, ...(returnPath && { returnPath }) } };
}

/** What cannot be rendered for one reader, such as an address no header may hold, must not stop the others. */
function tryToWrite<T extends object>(write: () => T): T | { skip: string } {
  try {
    return write();
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    return { skip: `cannot be rendered: ${error.message}` };
  }
}

/** Gets every edition, on a quiet day too: a template that throws does so for this one, before any reader is claimed. */
function madeUpReader(createdAt: Date): Subscriber {
  return {
    id: '00000000-0000-4000-8000-000000000000',
    ...{ email: 'reader@example.org', state: 'active', cadence: 'daily', weekday: 1, hour: 7 },
    ...{ timeZone: 'UTC', maxPapers: 50, quietDay: 'one-line', topics: [], mutedTopics: [], keywords: [] },
    ...{ mutedKeywords: [], authors: [], linkGeneration: 0, createdAt },
  };
}

/** The same for an edition and a reader, however often it is sent (RFC 5322, section 3.6.4). */
function stableMessageId(editionId: string, subscriberId: string, domain: string): string {
  const hash = createHash('sha256').update(`${editionId}.${subscriberId}`).digest('hex').slice(0, 32);
  return `<${hash}@${domain}>`;
}
