import type { Store } from '../store/store.js';
import type { Deps } from './deps.js';

/** Rows that one statement prunes, and statements of one minute: the rest is done in the minutes after. */
const MOST_ROWS = 1000;
const MOST_STEPS = 20;
/** Statements that take long are given up sooner: others wait for the same disk. */
const MOST_MS = 2000;

interface PruneNeeds {
  store: Pick<Store, 'pruneStep'>;
  clock: Deps['clock'];
  settings: Pick<Deps['settings'], 'retention'>;
}

/**
 * Forgets a little of what is past its days, and tells how many rows of each kind. That it cannot must not keep mails from
 * going out: it is told in the log, and tried again in a minute.
 */
export async function prune(needs: PruneNeeds, signal: AbortSignal) {
  const pruned: Record<string, number> = {};
  try {
    await takeSteps(needs, pruned, signal);
  } catch (error) {
    return { unpruned: error instanceof Error ? error.message : String(error) };
  }
  return Object.keys(pruned).length > 0 ? { pruned } : {};
}

async function takeSteps(
  { store, clock, settings }: PruneNeeds,
  pruned: Record<string, number>,
  signal: AbortSignal,
): Promise<void> {
  const until = performance.now() + MOST_MS;
  for (let at = 0; at < MOST_STEPS && !signal.aborted && performance.now() < until; at += 1) {
    const step = await store.pruneStep(settings.retention, clock.now(), MOST_ROWS);
    if (!step) return;
    if (step.rows > 0) pruned[step.kind] = (pruned[step.kind] ?? 0) + step.rows;
  }
}
