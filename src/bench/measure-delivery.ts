import type { Config } from '../config.js';
import { BroadsheetError } from '../errors.js';
import type { SigningKey } from '../mail/read-signing-key.js';
import type { BenchOptions } from './bench.js';
import { type BenchDatabase, openBenchDatabase } from './bench-database.js';
import type { SendingReport, SendingTask, SendingWay, SinkReport } from './deliver-orders.js';
import { fillReaders } from './fill-readers.js';
import { type Aside, runAside } from './run-aside.js';

/** What is to be measured. */
export interface Plan {
  way: SendingWay;
  count: number;
  dkim?: SigningKey;
  /** Sending processes; only with a database that is no part of them. */
  processes?: number;
}

/** What came of it; times of all sending processes together. */
export interface Measured {
  mails: number;
  /** Mails a second, from the word to send until the mail server had taken the last one. */
  speed: number;
  tookMs: number;
  database: 'PostgreSQL' | 'PGlite';
  senderCpuMs: number;
  databaseCpuMs?: number;
  sinkCpuMs: number;
  statements: number;
  /** Peak of the largest sending process, in MB. */
  memory: number;
}

/** The mail server of the bench. */
export interface Sink extends Aside {
  url: string;
}

export async function openSink(signal: AbortSignal): Promise<Sink> {
  const sink = runAside('deliver-sink', signal);
  const { port } = await sink.ask<{ kind: 'listening'; port: number }>(undefined, 'listening');
  return { ...sink, url: `smtp://127.0.0.1:${port}` };
}

/** Sends in processes that are there for this one measurement, so that nothing else counts for their memory and time. */
export async function measureDelivery(plan: Plan, sink: Sink, options: BenchOptions): Promise<Measured> {
  options.tell(0, plan.count, plan.way);
  const { DATABASE_URL } = options.config.environment;
  const needsDatabase = plan.way === 'broadsheet' && DATABASE_URL !== undefined;
  const database = needsDatabase ? await openBenchDatabase(DATABASE_URL) : undefined;
  const senders = Array.from({ length: plan.processes ?? 1 }, () =>
    runAside('deliver-sender', options.signal),
  );
  try {
    if (database) await fillReaders(database, plan.count);
    await Promise.all(senders.map((sender, at) => prepare(sender, at, plan, sink, options.config, database)));
    const watch = watchProgress(plan, sink, options);
    const reports = await sendTogether(senders, sink).finally(watch.stop);
    const taken = await sink.ask<SinkReport>({ kind: 'report' }, 'report');
    return sumUp(plan, reports, taken, database?.kind ?? 'PGlite');
  } finally {
    await Promise.all(senders.map((sender) => sender.end()));
    await database?.close();
  }
}

function prepare(
  sender: Aside,
  at: number,
  { way, count, dkim }: Plan,
  sink: Sink,
  config: Config,
  database: BenchDatabase | undefined,
) {
  const measured = forMeasuring(config);
  const task: SendingTask = {
    ...{ kind: 'prepare', way, count, smtpUrl: sink.url, config: measured },
    ...(database?.url !== undefined && { databaseUrl: database.url }),
    ...(dkim && { dkim }),
    firstLane: 1 + at * measured.jobs.concurrency['deliver-batch'],
  };
  return sender.ask(task, 'ready');
}

/** As configured, but as fast as can be, and from and to nowhere in particular. */
function forMeasuring(config: Config): Config {
  const none = { perSecond: 0, perHour: 0 };
  return {
    ...config,
    mail: { ...config.mail, replyTo: '', rates: { ...none, perDomain: none, domains: {} } },
    environment: {
      ...config.environment,
      PUBLIC_URL: 'https://papers.example.org',
      MAIL_FROM: 'Broadsheet <paper@papers.example.org>',
    },
  };
}

/** The first one freezes the edition; the others begin as soon as there is something to send. */
async function sendTogether(senders: Aside[], sink: Sink): Promise<SendingReport[]> {
  await sink.ask({ kind: 'begin' }, 'begun');
  const [first, ...others] = senders;
  if (!first) return [];
  const go = () => first.ask<SendingReport>({ kind: 'go' }, 'done');
  if (others.length === 0) return [await go()];
  const frozen = first.ask<{ kind: 'frozen'; editionId: string }>(undefined, 'frozen');
  const [done, { editionId }] = [go(), await frozen];
  const rest = others.map((sender) => sender.ask<SendingReport>({ kind: 'go', editionId }, 'done'));
  return Promise.all([done, ...rest]);
}

const LOOK_MS = 500;

function watchProgress({ way, count }: Plan, sink: Sink, { tell }: BenchOptions) {
  const look = async () => {
    const { mails } = await sink.ask<SinkReport>({ kind: 'report' }, 'report');
    tell(Math.min(mails, count - 1), count, way);
  };
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_MS);
  return { stop: () => clearInterval(timer) };
}

function sumUp(
  { count }: Plan,
  reports: SendingReport[],
  taken: SinkReport,
  database: Measured['database'],
): Measured {
  if (taken.mails !== count)
    throw new BroadsheetError(`bench: ${taken.mails} mails arrived instead of ${count}`);
  const sum = (pick: (report: SendingReport) => number) =>
    reports.reduce((total, report) => total + pick(report), 0);
  const startedAt = Math.min(...reports.map((report) => report.startedAt));
  const tookMs = Math.max(1, taken.lastAt - startedAt);
  // Each process counts all sessions of the database: the one that was there from the first to the last knows most.
  const databaseTimes = reports.flatMap(({ databaseCpuMs }) => databaseCpuMs ?? []);
  return {
    ...{ mails: count, speed: (1000 * count) / tookMs, tookMs, database },
    senderCpuMs: sum(({ cpuMs }) => cpuMs),
    ...(databaseTimes.length > 0 && { databaseCpuMs: Math.max(...databaseTimes) }),
    sinkCpuMs: taken.cpuMs,
    statements: sum(({ statements }) => statements),
    memory: Math.max(...reports.map(({ memory }) => memory)),
  };
}
