import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** What this process counts of its own doing. */
export interface Counters {
  registry: Registry;
  observeFetch(asked: { host: string; outcome: string; ms: number; bytes: number }): void;
  observeMail(sent: { outcome: string; ms: number }): void;
}

/** Counts from now on; the delay of the event loop, memory and processor time among it. */
export function createCounters(): Counters {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'broadsheet_fetch_requests_total',
    help: 'Requests to sources by host and outcome: page, unchanged (what is stored was still good), redirect, failed',
    labelNames: ['host', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'broadsheet_fetch_seconds',
    help: 'How long requests to sources took, without the wait for their turn',
    labelNames: ['host'],
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  });
  const bytes = new Counter({
    name: 'broadsheet_fetch_bytes_total',
    help: 'Bytes of pages, after decompression',
    labelNames: ['host'],
    registers,
  });
  const mails = new Counter({
    name: 'broadsheet_mails_total',
    help: 'Mails of every kind that this process handed over, by outcome: sent, refused, deferred, unknown',
    labelNames: ['outcome'],
    registers,
  });
  const mailSeconds = new Histogram({
    name: 'broadsheet_mail_seconds',
    help: 'How long it took to hand a mail over',
    buckets: [0.005, 0.025, 0.1, 0.5, 1, 5, 20, 100],
    registers,
  });
  for (const outcome of ['sent', 'refused', 'deferred', 'unknown']) mails.inc({ outcome }, 0);
  return {
    registry,
    observeFetch({ host, outcome, ms, bytes: size }) {
      requests.inc({ host, outcome });
      seconds.observe({ host }, ms / 1000);
      bytes.inc({ host }, size);
    },
    observeMail({ outcome, ms }) {
      mails.inc({ outcome });
      mailSeconds.observe(ms / 1000);
    },
  };
}
