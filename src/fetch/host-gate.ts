import { setTimeout as sleep } from 'node:timers/promises';
import { FetchError } from '../errors.js';
import type { HostOutcome, HostTurn, HostWait } from '../model/host.js';
import type { RequestKind } from '../model/page.js';
import { chooseGap, type Gaps } from './choose-gap.js';
import { hostKey } from './host-key.js';
import { type HostAnswer, judgeHost } from './judge-host.js';
import { createLine } from './stand-in-line.js';

/** Keeps requests to one host apart, and lets none through to a host that is to be left alone. */
export interface HostGate {
  /**
   * Waits for the turn at the address's domain. Raises `FetchError` (code `resting`, with `retryAfterMs`) when the
   * domain is closed, or when the turn would not come soon.
   */
  enter(url: URL, kind: RequestKind, signal: AbortSignal): Promise<Turn>;
}

/** The right to ask once. Must be left, whatever came of it. */
export interface Turn {
  /** Lets the next one in after the gap. Returns for how many milliseconds the host is closed now, if it is. */
  leave(answer: HostAnswer): Promise<number | undefined>;
}

/** Where turns are kept for all processes; the store has them. */
export interface HostTurns {
  takeTurn(key: string, leaseMs: number): Promise<HostTurn | HostWait>;
  leaveTurn(key: string, turn: HostTurn, outcome: HostOutcome): Promise<number | undefined>;
}

interface HostGateOptions {
  turns: HostTurns;
  gaps: Gaps;
  /** Hosts the operator opened by name. */
  openHosts: readonly string[];
  /** Longest time one request can take, in milliseconds. */
  requestMs: number;
  /** From 0 to 1, so that waits of many processes do not end at one moment. */
  random?: () => number;
}

/** Longer waits are the queue's: a worker has better things to do. */
const PATIENCE_MS = 20_000;

/** A turn is believed for so long beyond the longest request, should its process die. */
const LEASE_SLACK_MS = 15_000;

export function createHostGate(options: HostGateOptions): HostGate {
  const { turns, requestMs, random = Math.random } = options;
  const line = createLine();
  return {
    async enter(url, kind, signal) {
      const key = hostKey(url);
      const patience = AbortSignal.timeout(PATIENCE_MS);
      const gapMs = chooseGap(url, kind, options) * (1 + random() / 10);
      const stepAside = await line
        .stand(key, AbortSignal.any([signal, patience]))
        .catch((error: unknown) => refuse(signal.aborted ? error : notYet(key, PATIENCE_MS)));
      try {
        const turn = await awaitTurn({ turns, key, leaseMs: requestMs + LEASE_SLACK_MS, patience, signal });
        const leave = (answer: HostAnswer) =>
          turns.leaveTurn(key, turn, { gapMs, ...judgeHost(answer, turn, random()) });
        return { leave: (answer) => leave(answer).finally(stepAside) };
      } catch (error) {
        stepAside();
        throw error;
      }
    },
  };
}

interface Waiting {
  turns: HostTurns;
  key: string;
  leaseMs: number;
  patience: AbortSignal;
  signal: AbortSignal;
}

async function awaitTurn({ turns, key, leaseMs, patience, signal }: Waiting): Promise<HostTurn> {
  for (;;) {
    signal.throwIfAborted();
    const found = await turns.takeTurn(key, leaseMs);
    if ('id' in found) return found;
    if (found.rest) throw resting(key, found.rest, found.waitMs);
    if (patience.aborted || found.waitMs > PATIENCE_MS) throw notYet(key, found.waitMs);
    await sleep(Math.ceil(found.waitMs), undefined, { signal });
  }
}

function refuse(error: unknown): never {
  throw error;
}

function resting(key: string, { until, reason }: { until: Date; reason: string }, waitMs: number) {
  const moment = until.toISOString().slice(0, 16).replace('T', ' ');
  return new FetchError(`${key} is left alone until ${moment} UTC: ${reason}`, {
    code: 'resting',
    retryAfterMs: Math.ceil(waitMs),
    context: { host: key, until: until.toISOString() },
  });
}

function notYet(key: string, waitMs: number): FetchError {
  return new FetchError(`${key} is asked one thing at a time, and others wait before this request`, {
    code: 'resting',
    retryAfterMs: Math.ceil(waitMs),
    context: { host: key },
  });
}
