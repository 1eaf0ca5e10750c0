import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { BroadsheetError } from '../errors.js';
import { judgeReceipt } from '../mail/judge-bounce.js';
import { nameNobody } from '../mail/settle-receipt.js';
import type { Edition } from '../model/edition.js';
import type { Receipt } from '../model/message.js';
import type { Store } from '../store/store.js';
import type { Deps } from './deps.js';
import { createHandful, type Handful } from './handful.js';
import { type Call, defineJob } from './job.js';
import { createMailWriter, type ReadyMail } from './write-mails.js';

type Needs = Pick<
  Deps,
  'renderer' | 'links' | 'transport' | 'clock' | 'settings' | 'owner' | 'mailDomain' | 'newId'
> & {
  store: Pick<
    Store,
    | 'edition'
    | 'nextTurn'
    | 'noteProblem'
    | 'leaseDeliveries'
    | 'skipDeliveries'
    | 'markSending'
    | 'recordReceipts'
    | 'returnDeliveries'
  >;
};

type Tally = Record<Receipt['outcome'] | 'skipped', number>;

/** Sends an edition to whoever is due: lease, compose, render, mark, send, record, until nothing is due. */
export const deliverBatch = defineJob({
  name: 'deliver-batch',
  payload: z.object({
    editionId: z.string(),
    /** Lanes of one edition run side by side; what each of them sends, the leases decide. The first one also waits for turns. */
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
    const isDue = (await needs.store.nextTurn(editionId, needs.clock.now())) !== undefined;
    if (!edition || !isDue) return { edition: editionId, ...tally };

    const write = await prepare(needs, edition);
    const handful = createHandful(shareOf(needs.settings));
    while (!signal.aborted) {
      const leased = await lease(needs, editionId, handful);
      if (leased.length === 0) {
        if (await waitForTurn(needs, editionId, lane, signal)) continue;
        break;
      }
      let unsent = leased.length;
      try {
        const { mails, skips } = write(leased);
        await needs.store.skipDeliveries(editionId, needs.owner, skips);
        unsent = await sendAll(needs, editionId, mails, { tally, handful, signal });
        tally.skipped += skips.length + unsent;
      } finally {
        // What was neither sent nor skipped by the store goes back: the edition was paused, or this process is to stop.
        if (unsent > 0) tally.skipped -= await needs.store.returnDeliveries(needs.owner);
      }
    }
    return {
      edition: editionId,
      ...tally,
      next: signal.aborted ? [again] : [],
    };
  },
});

/** Mails enough for another lane to be worth its while. */
const LANE_ROWS = 250;
/** More than this is work for every lane. */
export const MOST_COUNTED = 10_000;

/** The jobs that send so many deliveries of an edition: several where there is work for them. */
export function deliverLanes(editionId: string, due: number, most: number): Call[] {
  const lanes = Math.max(1, Math.min(most, Math.ceil(due / LANE_ROWS)));
  return Array.from({ length: lanes }, (_, at) => deliverBatch.with({ editionId, lane: at + 1 }));
}

/** So long before a mail server that cannot be used is tried again. */
const SERVER_AGAIN_MS = 10_000;

/** An edition that cannot be written, or a mail server that cannot be used, is told of before anything is claimed. */
async function prepare(needs: Needs, edition: Edition): Promise<ReturnType<typeof createMailWriter>> {
  const { store, transport } = needs;
  try {
    const write = createMailWriter(edition, needs);
    await transport.verify();
    await store.noteProblem(edition.id, undefined);
    return write;
  } catch (error) {
    const problem = nameNobody(error instanceof Error ? error.message : String(error));
    await store.noteProblem(edition.id, problem);
    throw whenLater(error);
  }
}

function whenLater(error: unknown): unknown {
  if (!(error instanceof BroadsheetError) || error.code !== 'delivery' || error.retry === 'never')
    return error;
  const { code, retry } = error;
  return new BroadsheetError(error.message, { code, retry, retryAfterMs: SERVER_AGAIN_MS, cause: error });
}

/** The lanes that run here together have no more than `mail.inFlight` on the wire: that is what a crash can leave unknown. */
function shareOf({ mail, jobs }: Needs['settings']): number {
  return Math.max(1, Math.floor(mail.inFlight / jobs.concurrency['deliver-batch']));
}

function lease({ store, settings, owner, clock, transport }: Needs, editionId: string, handful: Handful) {
  const { batch, leaseSeconds, rates } = settings.mail;
  return store.leaseDeliveries({
    ...{ editionId, owner, leaseSeconds, now: clock.now() },
    // A slow server is not worth a long lease.
    limit: Math.min(batch, handful.size() * 8),
    ...(transport.name !== 'outbox' && { rates }),
  });
}

/** A job does not wait for longer; the watch has it run again when its turn has come. */
const LONGEST_WAIT_MS = 60_000;
/** Often enough for a word of the operator to count at once, seldom enough for some mails to have their turn together. */
const WAIT_MS = { least: 400, most: 1000 };

/** Whether something may go soon, after waiting for it for a moment. One lane waits for all. */
async function waitForTurn(
  { store, clock }: Needs,
  editionId: string,
  lane: number,
  signal: AbortSignal,
): Promise<boolean> {
  if (lane !== 1) return false;
  const ms = await store.nextTurn(editionId, clock.now());
  if (ms === undefined || ms > LONGEST_WAIT_MS) return false;
  const wait = Math.min(Math.max(ms, WAIT_MS.least), WAIT_MS.most);
  await sleep(wait, undefined, { signal }).catch(() => undefined);
  return true;
}

interface Sending {
  tally: Tally;
  handful: Handful;
  signal: AbortSignal;
}

/**
 * A handful at a time, until nobody of one may be written to: most likely the edition was paused. A domain that puts mail
 * off gets no more of what is in hand. Returns how many did not go.
 */
async function sendAll(
  needs: Needs,
  editionId: string,
  mails: ReadyMail[],
  { tally, handful, signal }: Sending,
): Promise<number> {
  let sent = 0;
  for (let waiting = mails; waiting.length > 0 && !signal.aborted; ) {
    const some = waiting.slice(0, handful.size());
    const { going, busy } = await handful.time(() => sendSome(needs, editionId, some, tally));
    sent += going;
    if (going === 0) break;
    waiting = waiting.slice(some.length).filter((mail) => !busy.has(domainOf(mail)));
  }
  return mails.length - sent;
}

/** How many mails of a handful went, and the domains that put one off. */
async function sendSome(
  needs: Needs,
  editionId: string,
  mails: ReadyMail[],
  tally: Tally,
): Promise<{ going: number; busy: Set<string> }> {
  const { store, transport, clock, owner } = needs;
  const rows = mails.map(({ subscriberId, linkGeneration, message }) => ({
    subscriberId,
    linkGeneration,
    paperIds: message.paperIds,
  }));
  const marked = new Set(await store.markSending(editionId, owner, rows));
  const going = mails.filter(({ subscriberId }) => marked.has(subscriberId));
  const settled = await Promise.all(
    going.map(async ({ subscriberId, linkGeneration, message }) => {
      const receipt = await transport.send(message);
      const refusal = judgeReceipt(receipt);
      return {
        subscriberId,
        linkGeneration,
        receipt,
        domain: domainOf({ message }),
        ...(refusal && { refusal }),
      };
    }),
  );
  await store.recordReceipts(editionId, settled, clock.now());
  for (const { receipt } of settled) tally[receipt.outcome] += 1;
  return { going: going.length, busy: findBusy(settled) };
}

/** Domains that put off more than they took: the store has them rest. */
function findBusy(settled: { receipt: Receipt; domain: string }[]): Set<string> {
  const putOff = new Map<string, number>();
  for (const { receipt, domain } of settled) {
    const step = receipt.outcome === 'deferred' ? 1 : -1;
    putOff.set(domain, (putOff.get(domain) ?? 0) + step);
  }
  return new Set([...putOff].flatMap(([domain, more]) => (more > 0 ? [domain] : [])));
}

const domainOf = ({ message }: Pick<ReadyMail, 'message'>): string =>
  message.to.slice(message.to.lastIndexOf('@') + 1).toLowerCase();
