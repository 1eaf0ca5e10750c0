import type { Figure } from '../../src/bench/figure.js';
import { benchSummaries } from '../../src/bench/summaries.js';
import { loadConfig } from '../../src/config.js';

/** The figures of the bench by name, of the recorded answers in a folder. */
export async function measureSummaries(recordedDir?: string): Promise<Map<string, Figure>> {
  const figures = new Map<string, Figure>();
  const options = {
    config: await loadConfig({}),
    signal: new AbortController().signal,
    tell: () => undefined,
  };
  for await (const figure of benchSummaries({ ...options, ...(recordedDir && { recordedDir }) }))
    figures.set(figure.what, figure);
  return figures;
}
