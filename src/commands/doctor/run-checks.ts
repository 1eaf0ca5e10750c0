import { BroadsheetError } from '../../errors.js';
import { type Check, type Finding, fail, type Verdict } from './verdict.js';

/** Longest that one check may take. They run side by side, so that all of them take little longer. */
const PATIENCE_MS = 16_000;

/**
 * Runs the checks side by side and yields their findings in the order of the checks, each as soon as it and all before it
 * are there. A check that raises, or takes too long, fails by itself and stops no other.
 */
export async function* runChecks(
  checks: readonly Check[],
  signal: AbortSignal,
  patienceMs = PATIENCE_MS,
): AsyncGenerator<Finding> {
  const running = checks.map((check) => runCheck(check, signal, patienceMs));
  for (const finding of running) yield await finding;
}

async function runCheck({ name, look }: Check, stop: AbortSignal, patienceMs: number): Promise<Finding> {
  const tooLong = AbortSignal.timeout(patienceMs);
  const signal = AbortSignal.any([stop, tooLong]);
  try {
    return { check: name, ...(await Promise.race([look(signal), whenAborted(signal)])) };
  } catch (error) {
    return { check: name, ...explain(error, { stop, tooLong, patienceMs }) };
  }
}

/** Raises when the signal aborts: what does not listen to it is left to itself. */
export function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
}

function explain(
  error: unknown,
  { stop, tooLong, patienceMs }: { stop: AbortSignal; tooLong: AbortSignal; patienceMs: number },
): Verdict {
  if (stop.aborted) return fail('not looked at to the end: the command was stopped', 'run it again');
  if (tooLong.aborted) {
    const seconds = Math.round(patienceMs / 1000);
    return fail(`no answer within ${seconds} s`, 'see that it can be reached from here, and look again');
  }
  const message = error instanceof Error ? error.message : String(error);
  // What Broadsheet raises on purpose says what to do itself; the rest is a bug, or the system's own words.
  const mend = error instanceof BroadsheetError ? 'mend what it names' : 'see what stands in the way';
  return fail(message.split('\n')[0] ?? 'it failed without a word', mend);
}
