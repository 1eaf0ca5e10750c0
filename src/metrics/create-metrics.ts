import { Gauge } from 'prom-client';
import type { Counters } from './counters.js';
import type { Figures, Measurement } from './figures.js';
import { type FigureGauge, figureGauges } from './gauges.js';

/** Everything that is measured, in the text that Prometheus reads. */
export interface Metrics {
  text(): Promise<{ type: string; body: string }>;
}

export interface MetricsOptions {
  counters: Counters;
  /** Asks for what only the database and the queue know. */
  gather(): Promise<Figures>;
  /** Sessions of the database that this process holds. */
  pool(): { open: number; idle: number; waiting: number } | undefined;
}

/** However often it is scraped, the database is asked no more often than this. */
const FRESH_MS = 10_000;

/** Adds to what the process counts what has to be asked for. A database that is gone leaves the rest to be read. */
export function createMetrics({ counters, gather, pool }: MetricsOptions): Metrics {
  const { registry } = counters;
  const registers = [registry];
  const gauges = figureGauges.map((figure) => ({ figure, gauge: openGauge(figure, registers) }));
  const up = new Gauge({ name: 'broadsheet_figures_up', help: '1 when the database answered', registers });
  const sessions = new Gauge({
    name: 'broadsheet_database_sessions',
    help: 'Sessions of the database pool of this process, and callers that wait for one',
    labelNames: ['state'],
    registers,
  });
  const ask = shareAnswer(gather);
  return {
    async text() {
      const figures = await ask().catch(() => undefined);
      up.set(figures ? 1 : 0);
      for (const { figure, gauge } of gauges) fill(gauge, figure, figures ? figure.read(figures) : []);
      for (const [state, count] of Object.entries(pool() ?? {})) sessions.set({ state }, count);
      return { type: registry.contentType, body: await registry.metrics() };
    },
  };
}

const openGauge = ({ name, help, labels = [] }: FigureGauge, registers: Counters['registry'][]) =>
  new Gauge({ name, help, labelNames: labels, registers });

/** What is no more is not shown as it was. Emptied, a gauge without labels says 0, which would be a lie: it is taken away. */
function fill(gauge: Gauge, { labels = [] }: FigureGauge, measurements: Measurement[]): void {
  gauge.reset();
  if (labels.length === 0) gauge.remove();
  for (const measured of measurements) gauge.set(measured.labels, measured.value);
}

/** One question for all who ask within a moment; a failure is not kept. */
function shareAnswer<T>(ask: () => Promise<T>): () => Promise<T> {
  let kept: { answer: Promise<T>; until: number } | undefined;
  return () => {
    if (kept && performance.now() < kept.until) return kept.answer;
    const answer = ask();
    kept = { answer, until: performance.now() + FRESH_MS };
    answer.catch(() => {
      kept = undefined;
    });
    return answer;
  };
}
