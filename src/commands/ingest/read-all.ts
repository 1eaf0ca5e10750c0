import type { App } from '../../app.js';
import type { Io } from '../../holder/io.js';
import { scanSource } from '../../jobs/scan-source.js';
import type { Scope } from '../../model/scan.js';
import type { Enqueued } from '../../workers/queue.js';
import { showProgress } from '../progress.js';
import { hostsOf } from '../sources/list-sources.js';
import type { Choice, WantedReading } from './choose-readings.js';

/** One reading, as it is reported. */
export interface ReadingLine {
  source: string;
  scope: Scope;
  outcome: string;
  reason?: string;
  papers?: number;
  fresh?: number;
  revised?: number;
  recounted?: number;
}

export interface ReadingOptions {
  /** Read pages even if the site says that they have not changed. */
  force: boolean;
  /** Believe a list that was quarantined. */
  trust: boolean;
}

/** How often it is looked whether a site that keeps us waiting is being left alone. */
const LOOK_MS = 2000;

/** Reads one after the other, until all is read or somebody says stop; then the reading in hand is not among the lines. */
export async function readAll(
  app: App,
  { readings }: Choice,
  options: ReadingOptions,
  io: Io,
): Promise<ReadingLine[]> {
  const progress = showProgress(io, 'reading');
  const lines: ReadingLine[] = [];
  for (const wanted of readings) {
    const ahead = [lines.length, readings.length] as const;
    const line = await readOne(app, wanted, options, io.signal, (note) => progress.update(...ahead, note));
    if (!line) break;
    lines.push(line);
    progress.update(lines.length, readings.length, sayWanted(wanted));
  }
  progress.end();
  return lines;
}

const sayWanted = ({ source, scope }: WantedReading) => `${source.id} ${Object.values(scope).join(' ')}`;

async function readOne(
  app: App,
  wanted: WantedReading,
  { force, trust }: ReadingOptions,
  signal: AbortSignal,
  tell: (note: string) => void,
): Promise<ReadingLine | undefined> {
  if (signal.aborted) return undefined;
  const head = { source: wanted.source.id, scope: wanted.scope };
  const payload = { sourceId: head.source, scope: head.scope, force, askedBy: 'command' };
  const call = scanSource.with({ ...payload, ...(trust && { trust }) });
  try {
    const told = await waitFor(await app.queue.enqueue(call, { attempts: 1 }), app, wanted, signal, tell);
    return { ...head, ...(told as Omit<ReadingLine, 'source' | 'scope'>) };
  } catch (error) {
    if (signal.aborted) return undefined;
    return { ...head, outcome: 'failed', reason: (error as Error).message };
  }
}

/** A site that is left alone makes the reading wait in the queue; whoever waits with it is told why. */
async function waitFor(
  queued: Enqueued,
  { deps }: App,
  { source }: WantedReading,
  signal: AbortSignal,
  tell: (note: string) => void,
): Promise<unknown> {
  const look = async () => {
    const rest = hostsOf(source, await deps.store.hostStates()).find(({ closedUntil }) => closedUntil);
    if (rest)
      tell(`waits: ${rest.key} is left alone until ${rest.closedUntil?.toISOString().slice(11, 16)} UTC`);
  };
  const timer = setInterval(() => void look().catch(() => clearInterval(timer)), LOOK_MS);
  return queued.ended(signal).finally(() => clearInterval(timer));
}
