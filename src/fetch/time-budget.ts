/** A stretch of time that runs only while a site is at work: waiting for one's turn does not count. */
export interface TimeBudget {
  /** Does the work with a signal that stops with the caller's, or when the budget is used up (`TimeoutError`). */
  spend<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

export function createTimeBudget(totalMs: number): TimeBudget {
  let leftMs = totalMs;
  return {
    async spend(signal, work) {
      const startedMs = performance.now();
      try {
        return await work(AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(leftMs))]));
      } finally {
        leftMs = Math.max(leftMs - (performance.now() - startedMs), 0);
      }
    },
  };
}
