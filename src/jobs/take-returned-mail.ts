import { readBounce } from '../mail/read-bounce.js';
import { readRequest } from '../mail/read-request.js';
import type { MailedTo } from '../model/bounce.js';
import type { BounceOutcome, Store } from '../store/store.js';
import type { Deps } from './deps.js';

type Needs = Pick<Deps, 'clock'> & {
  links: Pick<Deps['links'], 'readReturnPath' | 'readUnsubscribe'>;
  store: Pick<Store, 'leave' | 'recordBounce'>;
};

/**
 * What became of a mail to the address of bounces, and a sentence on it without an address. `forged`: it asks to leave
 * with a token that is not ours, or only a part of one. `ignored`: it asks for nothing and reports nothing that counts.
 */
export interface TakenMail {
  outcome: BounceOutcome | 'left' | 'forged' | 'ignored';
  said: string;
}

/** Does what a mail to the address of bounces asks, or remembers what it reports. `message`: as it came, headers first. */
export async function takeReturnedMail(message: Uint8Array, needs: Needs): Promise<TakenMail> {
  const request = await readRequest(message);
  return request.kind === 'leave' ? leave(request.token, needs) : takeReport(message, needs);
}

async function leave(token: string, { links, store }: Needs): Promise<TakenMail> {
  const found = links.readUnsubscribe(token);
  if (!found) return { outcome: 'forged', said: 'the subject holds no token of ours, or only a part of it' };
  const hasLeft = await store.leave(found.subscriberId);
  return hasLeft
    ? { outcome: 'left', said: 'the reader has left' }
    : { outcome: 'gone', said: 'there is no such reader any more' };
}

async function takeReport(message: Uint8Array, { links, store, clock }: Needs): Promise<TakenMail> {
  const told = await readBounce(message);
  if (told.kind === 'nothing') return ignore(`it asks for nothing that is done by mail (${told.what})`);
  const { kind, reason, report } = told;
  const mail = firstOf(told.returnTokens, links.readReturnPath);
  const reader = mail ?? firstOf(told.leaveTokens, links.readUnsubscribe);
  if (!reader) return ignore('it is a report, but holds no token of ours');
  const outcome = await store.recordBounce({
    ...{ subscriberId: reader.subscriberId, kind, reason, report, at: clock.now() },
    ...(mail && editionOf(mail)),
    ...(mail && kind !== 'complaint' && { generation: mail.generation }),
  });
  return { outcome, said: `${kind} (${reason}): ${SAID[outcome]}` };
}

const ignore = (why: string): TakenMail => ({ outcome: 'ignored', said: `${why}; nothing was changed` });

/** A letter belongs to none. */
const editionOf = ({ cadence, date }: MailedTo) =>
  cadence === 'letter' ? {} : { edition: { cadence, date } };

/** The first token that was signed here tells; the others are not asked. */
function firstOf<T>(tokens: string[], read: (token: string) => T | undefined): T | undefined {
  for (const token of tokens) {
    const found = read(token);
    if (found !== undefined) return found;
  }
  return undefined;
}

const SAID: Record<BounceOutcome, string> = {
  recorded: 'it was recorded',
  suppressed: 'no mail goes to this reader any more',
  known: 'it was recorded before; nothing was changed',
  gone: 'there is no such reader any more, or at another address now; nothing was changed',
};
