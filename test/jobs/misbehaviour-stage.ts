import type { FetchLimits } from '../../src/fetch/fetch-limits.js';
import { createHostGate } from '../../src/fetch/host-gate.js';
import { createHttpFetcher } from '../../src/fetch/http-fetcher.js';
import { scanSource } from '../../src/jobs/scan-source.js';
import type { Scan } from '../../src/model/scan.js';
import { loadSources } from '../../src/sources/load-sources.js';
import { PAPER_TABLES, writtenRows } from '../store/stage.js';
import { type Behaviour, page, redirect } from '../support/misbehaving-site.js';
import { type JobStage, openStage, runJob } from './stage.js';
import { type Answer, DAY, type WholeSource } from './whole-sources.js';

/** What every paper, person and figure is kept in. */
const TABLES = [...PAPER_TABLES.filter((table) => table !== 'sources'), 'holds'];

const limits: FetchLimits = {
  connectTimeoutMs: 10_000,
  headersTimeoutMs: 10_000,
  bodyTimeoutMs: 10_000,
  totalTimeoutMs: 20_000,
  maxBytes: 10 * 2 ** 20,
  maxRedirects: 5,
};

export interface Asked {
  limits?: Partial<FetchLimits>;
  /** Stands in for the world instead of the site. */
  world?: { url: string; host: string };
  /** Hosts of private networks that may be asked; the world's when absent. */
  openHosts?: string[];
  askedBy?: string;
}

export type MisbehaviourStage = Awaited<ReturnType<typeof openMisbehaviourStage>>;

/** Scans with the fetcher of the program, politeness and robots.txt included, against one site with a switch. */
export async function openMisbehaviourStage() {
  const stage = await openStage(`${DAY}T12:00:00Z`);
  stage.site.on('/login', page(`<html><title>Log in</title><p>Who are you?</p></html>`));
  for (const round of [1, 2, 3, 4, 5, 6]) stage.site.on(`/round/${round}`, redirect(`/round/${round + 1}`));
  return {
    ...stage,
    /** Makes every path of a source behave as it is told. */
    show({ answers }: WholeSource, behave: (answer: Answer) => Behaviour = whole) {
      for (const [path, answer] of Object.entries(answers)) stage.site.on(path, behave(answer));
    },
    scan: (source: Pick<WholeSource, 'sourceId' | 'scope'>, asked: Asked = {}) =>
      scanOnce(stage, source, asked),
    rows: () => writtenRows(stage, TABLES),
    /** A new day for the site: nothing is remembered of it but papers. */
    forgetHosts: () => stage.database.script('DELETE FROM hosts; DELETE FROM robots; DELETE FROM pages'),
  };
}

const whole = ({ body, type }: Answer) => page(body, { 'content-type': type });

/** The scan as it was stored; where nothing was stored, the error's words. */
async function scanOnce(
  stage: JobStage,
  { sourceId, scope }: Pick<WholeSource, 'sourceId' | 'scope'>,
  { world = stage.site, openHosts = [world.host], askedBy = 'test', ...asked }: Asked,
): Promise<Pick<Scan, 'outcome' | 'reason' | 'warning'> | { error: string }> {
  const bounds = { ...limits, ...asked.limits };
  const fetcher = createHttpFetcher({
    userAgent: 'Broadsheet/test (+http://reader.example)',
    hosts: [world.host],
    openHosts,
    limits: bounds,
    clock: stage.clock,
    gate: createHostGate({
      turns: stage.store,
      gaps: { default: 0 },
      openHosts,
      requestMs: bounds.totalTimeoutMs,
    }),
    robots: stage.store,
  });
  const entry = { id: sourceId, baseUrl: world.url, schedule: '0 6 * * *', scopes: [] };
  const deps = { ...stage.deps, fetcher, sources: await loadSources([entry]) };
  const [before] = await stage.store.latestScans(1);
  const error = await runJob(scanSource, { sourceId, scope, askedBy }, deps).catch((reason: Error) => reason);
  await fetcher.close();
  const [scan] = await stage.store.latestScans(1);
  if (scan && scan.id !== before?.id) return scan;
  return { error: error instanceof Error ? error.message : `stored nothing: ${JSON.stringify(error)}` };
}
