import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from './children.js';
import { type LedgerRow, openEmbeddedLedger } from './ledger.js';
import { saysOrEnds } from './program.js';
import type { Stage } from './stage.js';
import { DAY } from './template.js';

export const SEND = ['digest', 'send', '--date', DAY, '--yes', '--json'];

/** How long nothing must have moved before what only waits is hurried on. */
const STILL_MS = 3_000;
/** What has not come to rest by then never will. */
const PATIENCE_MS = 600_000;
/** What a command that sends an edition may take, with a crash behind it. */
const COMMAND_MS = 480_000;

export interface SettleOptions {
  /** Let time pass where nothing but waiting is left; without it leases and the schedule are waited for. */
  hurry: boolean;
  /** Ask for the watch of every minute; not where a round is about the program asking by itself. */
  ring: boolean;
}

const isOpen = ({ state }: LedgerRow) => !['sent', 'refused', 'skipped', 'unknown'].includes(state);
const isSettled = (rows: LedgerRow[]) => rows.length > 0 && !rows.some(isOpen);

/**
 * Waits until nothing of the edition is under way. An operator whose command ended before there was an edition types it
 * again. What is left over after the patience is over is for the judge to see.
 */
export async function settleServed(stage: Stage, { hurry, ring }: SettleOptions): Promise<LedgerRow[]> {
  const { ledger, mail } = stage;
  if (!ledger) throw new Error('only a database server can be looked at while the program runs');
  const until = Date.now() + PATIENCE_MS;
  let [seen, movedAt] = ['', Date.now()];
  let operator: Child | undefined;
  for (;;) {
    const rows = await ledger.rows();
    if (isSettled(rows) || Date.now() > until) return rows;
    const now = `${mail.activity()} ${mail.inData()} ${tellStates(rows)}`;
    if (now !== seen || mail.inData() > 0) [seen, movedAt] = [now, Date.now()];
    if (Date.now() - movedAt > STILL_MS) {
      if (rows.length === 0 && !operator?.isAlive()) operator = stage.type(SEND);
      if (hurry) await ledger.passTime();
      if (hurry && ring) await ledger.ringWatch();
      movedAt = Date.now();
    }
    await sleep(250);
  }
}

function tellStates(rows: LedgerRow[]): string {
  const counts = new Map<string, number>();
  for (const { state } of rows) counts.set(state, (counts.get(state) ?? 0) + 1);
  return JSON.stringify([...counts].sort());
}

/**
 * The same for the embedded database, which can be looked at only while no process holds it: the program sends until
 * nothing is due, is stopped, and, while something waits, started again ten minutes later. Nobody holds it at the end.
 */
export async function settleEmbedded(
  stage: Stage,
  running: Child,
  wrong: string[],
  first: string[] = SEND,
): Promise<LedgerRow[]> {
  const until = Date.now() + PATIENCE_MS;
  let program = running;
  let argv = first;
  for (;;) {
    if (!(await endsInTime(stage.type(argv)))) wrong.push(`\`${argv.join(' ')}\` never ended`);
    argv = SEND;
    await program.end('SIGTERM');
    const rows = await lookInto(stage.dataDir);
    if (isSettled(rows) || Date.now() > until) return rows;
    program = await stage.startWorker();
    await saysOrEnds(program, /"job":"keep-watch"/);
  }
}

/** Waits for a command to end by itself. False when it never did, and was killed. */
export async function endsInTime(command: Child): Promise<boolean> {
  const timer = setTimeout(() => void command.end('SIGKILL'), COMMAND_MS);
  await command.ended;
  clearTimeout(timer);
  return !command.wasAsked();
}

/** Reads the ledger of a folder nobody holds, and lets time pass where something waits. */
async function lookInto(dataDir: string): Promise<LedgerRow[]> {
  const ledger = await openEmbeddedLedger(dataDir);
  try {
    const rows = await ledger.rows();
    if (!isSettled(rows)) await ledger.passTime();
    if (!isSettled(rows)) await ledger.ringWatch();
    return rows;
  } finally {
    await ledger.close();
  }
}
