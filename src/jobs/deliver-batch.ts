import { createHash } from 'node:crypto';
import { z } from 'zod';
import { prepareEdition } from '../digest/compose-digest.js';
import { RenderError } from '../errors.js';
import type { LeasedDelivery } from '../model/delivery.js';
import type { Digest } from '../model/digest.js';
import type { Message, Receipt } from '../model/message.js';
import type { Store } from '../store/store.js';
import type { Deps } from './deps.js';
import { type Call, defineJob } from './job.js';

type Needs = Pick<
  Deps,
  'renderer' | 'links' | 'transport' | 'clock' | 'settings' | 'owner' | 'mailDomain' | 'newId'
> & {
  store: Pick<
    Store,
    'edition' | 'leaseDeliveries' | 'skipDeliveries' | 'markSending' | 'recordReceipts' | 'returnDeliveries'
  >;
};

/** One reader's mail, composed and rendered, not yet on the wire. */
interface ReadyMail {
  subscriberId: string;
  linkGeneration: number;
  message: Message;
}

type Tally = Record<Receipt['outcome'] | 'skipped', number>;

/** Sends an edition to whoever is due: lease, compose, render, mark, send, record, until nothing is due. */
export const deliverBatch = defineJob({
  name: 'deliver-batch',
  payload: z.object({
    editionId: z.string(),
    /** Lanes of one edition run side by side; what each of them sends, the leases decide. */
    lane: z.number().int().positive().default(1),
  }),
  attempts: 5,
  timeoutMs: 3_600_000,
  key: ({ editionId, lane }) => `${editionId}.${lane}`,

  async run({ editionId, lane }, { owner, ...rest }: Needs, signal) {
    const needs: Needs = { ...rest, owner: `${owner}.${rest.newId()}` };
    const again: Call = { job: 'deliver-batch', payload: { editionId, lane } };
    const tally: Tally = { sent: 0, refused: 0, deferred: 0, unknown: 0, skipped: 0 };
    const edition = await needs.store.edition(editionId);
    if (!edition) return { edition: editionId, ...tally };

    const { cadence, date } = edition;
    const compose = prepareEdition(edition);
    const render = needs.renderer.forEdition(edition);
    const toMail = ({ subscriber }: LeasedDelivery, digest: Digest): ReadyMail => {
      const messageId = stableMessageId(editionId, subscriber.id, needs.mailDomain);
      const message = render(digest, { messageId, date: needs.clock.now() });
      const returnPath = needs.links.returnPath({
        ...{ subscriberId: subscriber.id, generation: subscriber.linkGeneration },
        ...{ cadence, date },
      });
      return {
        subscriberId: subscriber.id,
        linkGeneration: subscriber.linkGeneration,
        message: { ...message, ...(returnPath && { returnPath }) },
      };
    };
    try {
      while (!signal.aborted) {
        const leased = await lease(needs, editionId);
        if (leased.length === 0) break;
        const { mails, skips } = composeAll(leased, compose, toMail);
        await needs.store.skipDeliveries(editionId, needs.owner, skips);
        tally.skipped += skips.length;
        await sendAll(needs, editionId, mails, tally, signal);
      }
    } finally {
      await needs.store.returnDeliveries(needs.owner);
    }
    return {
      edition: editionId,
      ...tally,
      next: signal.aborted ? [again] : [],
    };
  },
});

function lease({ store, settings, owner, clock }: Needs, editionId: string): Promise<LeasedDelivery[]> {
  const { batch, leaseSeconds } = settings.mail;
  return store.leaseDeliveries({ editionId, owner, limit: batch, leaseSeconds, now: clock.now() });
}

function composeAll(
  leased: LeasedDelivery[],
  compose: ReturnType<typeof prepareEdition>,
  toMail: (delivery: LeasedDelivery, digest: Digest) => ReadyMail,
): { mails: ReadyMail[]; skips: { subscriberId: string; reason: string }[] } {
  const mails: ReadyMail[] = [];
  const skips: { subscriberId: string; reason: string }[] = [];
  for (const delivery of leased) {
    const composed = compose(delivery.subscriber, new Set(delivery.hadBefore));
    const made = 'digest' in composed ? tryMail(() => toMail(delivery, composed.digest)) : composed;
    if ('skip' in made) skips.push({ subscriberId: delivery.subscriber.id, reason: made.skip });
    else mails.push(made);
  }
  return { mails, skips };
}

/** What cannot be rendered for one reader, such as an address no header may hold, must not stop the others. */
function tryMail(make: () => ReadyMail): ReadyMail | { skip: string } {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    return { skip: `cannot be rendered: ${error.message}` };
  }
}

/** Never more on the wire than `mail.inFlight`: that is what a crash can leave unknown. */
async function sendAll(
  needs: Needs,
  editionId: string,
  mails: ReadyMail[],
  tally: Tally,
  signal: AbortSignal,
) {
  const { inFlight } = needs.settings.mail;
  for (let at = 0; at < mails.length && !signal.aborted; at += inFlight) {
    await sendSome(needs, editionId, mails.slice(at, at + inFlight), tally);
  }
}

async function sendSome(needs: Needs, editionId: string, mails: ReadyMail[], tally: Tally): Promise<void> {
  const { store, transport, clock, owner } = needs;
  const rows = mails.map(({ subscriberId, linkGeneration, message }) => ({
    subscriberId,
    linkGeneration,
    paperIds: message.paperIds,
  }));
  const marked = new Set(await store.markSending(editionId, owner, rows));
  const going = mails.filter(({ subscriberId }) => marked.has(subscriberId));
  const receipts = await Promise.all(
    going.map(async ({ subscriberId, message }) => ({
      subscriberId,
      receipt: await transport.send(message),
    })),
  );
  await store.recordReceipts(editionId, receipts, clock.now());
  tally.skipped += mails.length - going.length;
  for (const { receipt } of receipts) tally[receipt.outcome] += 1;
}

/** The same for an edition and a reader, however often it is sent (RFC 5322, section 3.6.4). */
function stableMessageId(editionId: string, subscriberId: string, domain: string): string {
  const hash = createHash('sha256').update(`${editionId}.${subscriberId}`).digest('hex').slice(0, 32);
  return `<${hash}@${domain}>`;
}
