import type { Accepted } from './conversation.js';
import type { LedgerRow } from './ledger.js';

/** What is known when nothing of an edition is under way any more. */
export interface Facts {
  readers: number;
  rows: Pick<LedgerRow, 'recipient' | 'state' | 'reason'>[];
  accepted: readonly Accepted[];
  /** Readers whom the mail server refused for good, with the code. */
  refusedForGood: ReadonlyMap<string, number>;
  /** How many mails may be of unknown fate, at most. */
  mayBeUnknown: number;
}

export interface Verdict {
  sent: number;
  refused: number;
  unknown: number;
  /** Readers whom nobody will write to any more, though nothing stands against it. */
  lost: number;
  /** Readers who have it twice, though nobody asked for that. */
  repeated: number;
  /** What was promised and is not so, in words. */
  broken: string[];
}

/** Holds the ledger against what the mail server has taken, before anybody asks for anything again. */
export function judgeSettled(facts: Facts): Verdict {
  const { rows, readers, mayBeUnknown, refusedForGood } = facts;
  const inboxes = countInboxes(facts.accepted);
  const of = (...states: string[]) => rows.filter(({ state }) => states.includes(state));
  const open = rows.filter(({ state }) => !['sent', 'refused', 'skipped', 'unknown'].includes(state));
  const unsent = of('sent').filter(({ recipient }) => !inboxes.has(recipient));
  const twice = [...inboxes].filter(([, { count }]) => count > 1);
  const unrefused = of('refused').filter(({ recipient }) => !refusedForGood.has(recipient));
  const gotIt = of('refused', 'skipped').filter(({ recipient }) => inboxes.has(recipient));
  const silent = of('refused', 'skipped', 'unknown').filter(({ reason }) => !reason);
  const missing = readers - rows.length;
  const unknown = of('unknown').length;
  const skipped = of('skipped').length;
  return {
    ...{ sent: of('sent').length, refused: of('refused').length, unknown },
    lost: missing + open.length + unsent.length,
    repeated: twice.length,
    broken: listBroken([
      [missing, 'readers have no delivery'],
      [open.length, `readers are neither sent, refused, skipped nor unknown (${statesOf(open)})`],
      [unsent.length, 'readers are called sent and have no mail'],
      [twice.length, 'readers have the edition twice'],
      [gotIt.length, 'readers are called refused or skipped and have a mail'],
      [unrefused.length, 'readers are called refused whom the mail server did not refuse'],
      [silent.length, 'readers have no reason why they have no mail'],
      [skipped, 'readers were skipped though nothing stood against them'],
      [
        Math.max(0, unknown - mayBeUnknown),
        `mails more are of unknown fate than the ${mayBeUnknown} that may be`,
      ],
    ]),
  };
}

export interface ResentVerdict {
  /** Readers without a mail who were not refused. */
  without: number;
  /** Readers who have it twice. */
  twice: number;
  broken: string[];
}

/** The same, after everything of unknown fate was sent again. */
export function judgeResent(facts: Facts, resent: number): ResentVerdict {
  const inboxes = countInboxes(facts.accepted);
  const without = facts.rows.filter(
    ({ recipient, state }) => state !== 'refused' && !inboxes.has(recipient),
  ).length;
  const twice = [...inboxes.values()].filter(({ count }) => count > 1).length;
  const oddIds = [...inboxes.values()].filter(({ ids }) => ids.size > 1).length;
  const open = facts.rows.filter(({ state }) => state !== 'sent' && state !== 'refused');
  return {
    ...{ without, twice },
    broken: listBroken([
      [without, 'readers are without a mail after the unknown were sent again'],
      [Math.max(0, twice - resent), `readers more have it twice than the ${resent} that were sent again`],
      [oddIds, 'readers have it twice with different Message-IDs'],
      [
        open.length,
        `readers are neither sent nor refused after the unknown were sent again (${statesOf(open)})`,
      ],
    ]),
  };
}

function countInboxes(accepted: readonly Accepted[]): Map<string, { count: number; ids: Set<string> }> {
  const inboxes = new Map<string, { count: number; ids: Set<string> }>();
  for (const { recipient, messageId } of accepted) {
    const inbox = inboxes.get(recipient) ?? { count: 0, ids: new Set() };
    inbox.count += 1;
    inbox.ids.add(messageId);
    inboxes.set(recipient, inbox);
  }
  return inboxes;
}

const statesOf = (rows: Pick<LedgerRow, 'state'>[]) =>
  [...new Set(rows.map(({ state }) => state))].join(', ');

const listBroken = (list: [count: number, words: string][]) =>
  list.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
