import type { FetchError } from '../errors.js';
import type { HostOutcome, HostQuota, HostRecord, HostRest } from '../model/host.js';
import type { AnswerHeaders } from './header.js';
import type { Block } from './judge-status.js';
import { readQuota } from './read-quota.js';

/** What came of one request to a host. */
export interface HostAnswer {
  url: URL;
  /** Absent when no answer came. */
  status?: number;
  headers?: AnswerHeaders;
  /** Why there is no page, when there is none. */
  failure?: FetchError;
  /** Whether the caller stopped waiting for it. */
  givenUp?: boolean;
}

/** What is known of the host beforehand. */
interface Before extends HostRecord {
  takenAt: Date;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The first wait of a back-off; each further one is twice as long, up to a day. */
const FIRST_WAIT_MS = 2 * 60_000;

/** Failures in a row that open the circuit. */
const FAILURES_TO_OPEN = 5;

/** "Until the next day" is at least so long, even when the next day is near. */
const SHORTEST_BLOCK_MS = 6 * HOUR_MS;

/** Quotas are counted by the month at most; a reset further away is not believed. */
const LONGEST_QUOTA_MS = 31 * DAY_MS;

/**
 * What an answer means for the next requests to its host: the counts of bad answers in a row, how long the host is left
 * alone and why, and its quota. `jitter` is a number from 0 to 1.
 */
export function judgeHost(answer: HostAnswer, before: Before, jitter: number): Omit<HostOutcome, 'gapMs'> {
  const { record, rest } = judgeAnswer(answer, before, 1 + jitter / 4);
  const quota = answer.headers && readQuota(answer.headers, before.takenAt);
  const longest = longerRest(rest, quota && restOfQuota(answer.url.host, quota));
  return { ...record, ...(longest && { rest: longest }), ...(quota && { quota }) };
}

interface Judgement {
  record: HostRecord;
  rest?: HostRest;
}

function judgeAnswer(answer: HostAnswer, before: Before, stretch: number): Judgement {
  const { failures, refusals } = before;
  const reason = answer.failure?.message ?? '';
  switch (kindOf(answer)) {
    case 'busy': {
      const askedMs = answer.failure?.retryAfterMs;
      const forMs = askedMs ?? backOff(refusals + 1) * stretch;
      return { record: { failures: 0, refusals: refusals + 1 }, rest: { forMs, reason } };
    }
    case 'blocked':
      return { record: { failures: 0, refusals }, rest: { forMs: untilNextDay(before.takenAt), reason } };
    case 'failed': {
      const record = { failures: failures + 1, refusals };
      const opened = record.failures - FAILURES_TO_OPEN + 1;
      return opened < 1 ? { record } : { record, rest: { forMs: backOff(opened) * stretch, reason } };
    }
    case 'unheard':
      return { record: { failures, refusals } };
    case 'good':
      return { record: { failures: 0, refusals: 0 } };
  }
}

type Kind = 'good' | 'busy' | 'blocked' | 'failed' | 'unheard';

/** `unheard` is a request that we gave up ourselves: it says nothing about the host. */
function kindOf({ url, status, failure, givenUp }: HostAnswer): Kind {
  if (!failure) return 'good';
  const block = failure.context.block as Block | undefined;
  if (block === 'limit' || status === 429 || status === 503) return 'busy';
  if (block === 'challenge') return 'blocked';
  // Stores of files answer 403 for a robots.txt that is not there (RFC 9309, section 2.3.1.3).
  if (block === 'refusal') return url.pathname === '/robots.txt' ? 'good' : 'blocked';
  if (givenUp) return 'unheard';
  if (status !== undefined && status >= 500) return 'failed';
  return failure.retry === 'later' ? 'failed' : status === undefined ? 'unheard' : 'good';
}

function backOff(times: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** (times - 1), DAY_MS);
}

function untilNextDay(now: Date): number {
  const sinceMidnightMs = now.getTime() % DAY_MS;
  return Math.max(DAY_MS - sinceMidnightMs, SHORTEST_BLOCK_MS);
}

function restOfQuota(host: string, { left, limit, resetsInMs = HOUR_MS }: HostQuota): HostRest | undefined {
  if (left > 0) return undefined;
  const quota = limit === undefined ? 'quota' : `quota of ${limit} requests`;
  return { forMs: Math.min(resetsInMs, LONGEST_QUOTA_MS), reason: `the ${quota} of ${host} is used up` };
}

function longerRest(one: HostRest | undefined, other: HostRest | undefined): HostRest | undefined {
  return one && other ? (other.forMs > one.forMs ? other : one) : (one ?? other);
}
