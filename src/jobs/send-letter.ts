import { z } from 'zod';
import { createToken } from '../access/tokens.js';
import { RenderError } from '../errors.js';
import { judgeReceipt } from '../mail/judge-bounce.js';
import { type LeasedLetter, TOKEN_PURPOSES, type TokenPurpose } from '../model/letter.js';
import type { Store } from '../store/store.js';
import type { Deps } from './deps.js';
import { defineJob } from './job.js';

type Needs = Pick<
  Deps,
  'letters' | 'links' | 'transport' | 'clock' | 'settings' | 'owner' | 'mailDomain' | 'newId'
> & {
  store: Pick<Store, 'leaseLetter' | 'markLetter' | 'recordLetter' | 'refuseLetter'>;
};

/** Sends one letter about a reader's own subscription: lease, write, mark, send, record. */
export const sendLetter = defineJob({
  name: 'send-letter',
  payload: z.object({ letterId: z.uuid() }),
  attempts: 5,
  timeoutMs: 300_000,
  key: ({ letterId }) => letterId,

  async run({ letterId }, { store, letters, links, transport, clock, ...needs }: Needs) {
    const owner = `${needs.owner}.${needs.newId()}`;
    const { leaseSeconds } = needs.settings.mail;
    const letter = await store.leaseLetter({ letterId, owner, leaseSeconds, now: clock.now() });
    if (!letter) return { letter: letterId, outcome: 'nothing to do' };

    const fresh = freshToken(letter, clock.now());
    const envelope = { messageId: `<${letter.id}@${needs.mailDomain}>`, date: clock.now() };
    const message = tryWrite(() =>
      letters(letter, fresh && links.letter(fresh.stored.purpose, fresh.token), envelope),
    );
    if ('problem' in message) {
      await store.refuseLetter(letterId, owner, message.problem, clock.now());
      return { letter: letterId, kind: letter.kind, outcome: 'refused' };
    }
    if (!(await store.markLetter(letterId, owner, fresh?.stored, clock.now())))
      return { letter: letterId, kind: letter.kind, outcome: 'skipped' };
    const receipt = await transport.send({ ...message, ...returnPathOf(letter, links, clock.now()) });
    await store.recordLetter(letterId, receipt, clock.now(), judgeReceipt(receipt));
    return { letter: letterId, kind: letter.kind, outcome: receipt.outcome };
  },
});

/** What comes back for a letter to another address than the reader's own would be held against theirs. */
function returnPathOf(
  { to, subscriber }: LeasedLetter,
  links: Needs['links'],
  now: Date,
): { returnPath?: string } {
  if (!subscriber || subscriber.email !== to) return {};
  const returnPath = links.returnPath({
    ...{ subscriberId: subscriber.id, generation: subscriber.linkGeneration },
    ...{ cadence: 'letter', date: now.toISOString().slice(0, 10) },
  });
  return returnPath === undefined ? {} : { returnPath };
}

/** Made as late as can be, so that it stands in no row but as a hash. */
function freshToken({ kind }: LeasedLetter, now: Date) {
  const isPurpose = (text: string): text is TokenPurpose =>
    TOKEN_PURPOSES.some((purpose) => purpose === text);
  return isPurpose(kind) ? createToken(kind, now) : undefined;
}

function tryWrite<T extends object>(write: () => T): T | { problem: string } {
  try {
    return write();
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    return { problem: `cannot be written: ${error.message}` };
  }
}
