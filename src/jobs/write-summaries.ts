import { z } from 'zod';
import { BroadsheetError, StoreError } from '../errors.js';
import type { Fetcher } from '../fetch/fetcher.js';
import type { PaperToSummarise, Store } from '../store/store.js';
import type { Deps } from './deps.js';
import { type Call, defineJob } from './job.js';
import type { Summariser } from './summariser.js';

type Needs = Pick<Deps, 'clock' | 'summariser'> & {
  store: Pick<Store, 'papersToSummarise' | 'saveSummary'>;
};

/** What a run has come to so far. */
interface Tally {
  written: number;
  refused: number;
  failures: BroadsheetError[];
}

/** One run takes so many papers and hands on, so that a slow model keeps within the time of a job. */
const PAPERS_A_RUN = 20;

/** After so many failures the endpoint is at fault and not a paper. */
const MOST_FAILURES = 3;

/**
 * Asks the operator's language model about news that no source sums up, and keeps what it says. No edition waits for
 * it: a paper without its answer is shown with a sentence of the abstract.
 */
export const writeSummaries = defineJob({
  name: 'write-summaries',
  payload: z.object({}),
  attempts: 5,
  timeoutMs: 1_800_000,
  key: () => 'news',

  async run(_payload, needs: Needs, signal) {
    const { summariser, store, clock } = needs;
    const tally: Tally = { written: 0, refused: 0, failures: [] };
    if (!summariser) return { written: 0, refused: 0 };
    const { model } = summariser.endpoint;
    const papers = await store.papersToSummarise({ model, now: clock.now(), limit: PAPERS_A_RUN });
    const waiting = [...papers];
    await Promise.all(
      summariser.fetchers.map((fetcher) => askInTurn(waiting, fetcher, summariser, needs, tally, signal)),
    );
    const failure = gravest(tally.failures);
    if (failure) throw failure;
    const again: Call = { job: 'write-summaries', payload: {} };
    return {
      model,
      written: tally.written,
      refused: tally.refused,
      next: papers.length < PAPERS_A_RUN ? [] : [again],
    };
  },
});

/** One question at a time, until no paper waits or the endpoint is to be left alone. */
async function askInTurn(
  waiting: PaperToSummarise[],
  fetcher: Fetcher,
  { endpoint }: Summariser,
  { store, clock }: Needs,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted && !isToStop(tally.failures)) {
    const paper = waiting.shift();
    if (!paper) return;
    try {
      const judged = endpoint.read(await fetcher.fetch(endpoint.request(paper), signal), paper);
      const { paperId, abstract } = paper;
      await store.saveSummary({
        paperId,
        abstract,
        model: endpoint.model,
        writtenAt: clock.now(),
        ...judged,
      });
      tally['summary' in judged ? 'written' : 'refused'] += 1;
    } catch (error) {
      if (!(error instanceof BroadsheetError) || error instanceof StoreError) throw error;
      tally.failures.push(error);
    }
  }
}

const isToStop = (failures: BroadsheetError[]) =>
  failures.length >= MOST_FAILURES || failures.some(({ retryAfterMs }) => retryAfterMs !== undefined);

/** What the queue is told: how long to wait if the endpoint says so, else whatever is worth another try. */
function gravest(failures: BroadsheetError[]): BroadsheetError | undefined {
  return (
    failures.find(({ retryAfterMs }) => retryAfterMs !== undefined) ??
    failures.find(({ retry }) => retry === 'later') ??
    failures[0]
  );
}
