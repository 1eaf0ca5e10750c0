import type { App } from '../../app.js';
import { BroadsheetError, UsageError } from '../../errors.js';
import { deliverLanes, MOST_COUNTED } from '../../jobs/deliver-batch.js';
import { sayRate, timeLeft } from '../../jobs/say-progress.js';
import type { DeliveryCounts } from '../../model/delivery.js';
import type { DeliveryProgress, EditionSummary } from '../../store/store.js';
import type { CommandContext } from '../context.js';
import { showProgress } from '../progress.js';
import { describeEdition } from './name-edition.js';

/**
 * Delivers an edition until nothing of it is due, or it is halted, and tells where it stands then.
 * A job of the same key that was just ending may have missed what came due.
 */
export async function deliverEdition(
  app: App,
  editionId: string,
  { io }: CommandContext,
): Promise<EditionSummary> {
  const { store, clock, settings } = app.deps;
  const progress = showProgress(io, 'sending');
  const look = async () => {
    const found = await store.deliveryProgress(editionId, clock.now());
    if (found) progress.update(...sayProgress(found));
  };
  const timer = setInterval(() => void look().catch(() => undefined), 500);
  try {
    while ((await store.dueEditions(clock.now())).includes(editionId)) {
      const due = await store.countDue(editionId, clock.now(), MOST_COUNTED);
      const calls = deliverLanes(editionId, due, settings.mail.lanes);
      const queued = await Promise.all(calls.map((call) => app.queue.enqueue(call)));
      await Promise.all(queued.map((job) => job.ended(io.signal)));
    }
    await look();
    return await readDesk(app, editionId);
  } finally {
    clearInterval(timer);
    progress.end();
  }
}

/** What is done, out of all, and `640 sent, 2 put off, 118 a second, 3 minutes left`. */
function sayProgress(progress: DeliveryProgress): [done: number, all: number, note: string] {
  const { counts, deferred, perSecond } = progress;
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const left = timeLeft(progress);
  const notes = [
    `${counts.sent} sent`,
    ...(counts.refused > 0 ? [`${counts.refused} refused`] : []),
    ...(deferred > 0 ? [`${deferred} put off`] : []),
    ...(counts.unknown > 0 ? [`${counts.unknown} unknown`] : []),
    ...(left === undefined ? [] : [`${sayRate(perSecond)}, ${left} left`]),
  ];
  return [all - counts.planned - counts.claimed - counts.sending, all, notes.join(', ')];
}

/** Where an edition stands that was found before. */
export async function readDesk({ deps }: App, editionId: string): Promise<EditionSummary> {
  const desk = await deps.store.editionDesk(editionId);
  if (!desk) throw new BroadsheetError('the edition is gone');
  return desk;
}

/** Asks at the terminal. Raises `UsageError` when the answer is no, or when nobody is there to be asked. */
export async function askFirst(
  question: string,
  alone: string,
  otherwise: string,
  { io }: CommandContext,
): Promise<void> {
  const answer = await io.ask?.(`${question} [y/N] `);
  if (answer === undefined) throw new UsageError(`${alone}; repeat it with --yes`);
  if (!/^y(es)?$/i.test(answer.trim())) throw new UsageError(otherwise);
}

/** `daily edition of 2026-08-21, No. 3, 12 papers: 40 planned, 60 sent`, and a line for what keeps it. */
export function tellEdition(desk: EditionSummary): string {
  const told = sayCounts(desk.deliveries) || 'no readers were due';
  return `${describeEdition(desk)}, ${desk.paperCount} papers: ${told}\n${sayHalt(desk)}${sayEmpty(desk)}`;
}

/** Frozen is frozen: what can be done is for the next one. */
const sayEmpty = ({ paperCount }: EditionSummary) =>
  paperCount === 0
    ? '  nothing new had been read when it was frozen; `broadsheet ingest` reads now, for the next edition\n'
    : '';

/** `40 planned, 60 sent`: the states in which something stands. */
function sayCounts(counts: DeliveryCounts): string {
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  return parts.map(([state, count]) => `${count} ${state}`).join(', ');
}

function sayHalt({ halt, cadence, date }: EditionSummary): string {
  if (halt === undefined) return '';
  if (halt === 'stopped') return '  It is stopped: nothing more of it goes out.\n';
  return `  It is paused: \`broadsheet digest resume --date ${date} --cadence ${cadence}\` goes on.\n`;
}
