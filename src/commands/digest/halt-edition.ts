import type { App } from '../../app.js';
import { UsageError } from '../../errors.js';
import { deliverLanes, MOST_COUNTED } from '../../jobs/deliver-batch.js';
import type { Edition } from '../../model/edition.js';
import type { CommandContext } from '../context.js';
import { askFirst, readDesk, tellEdition } from './deliver-edition.js';
import { describeEdition, type EditionOptions, findEdition } from './name-edition.js';

/** What `digest stop` was asked for. */
export interface StopOptions extends EditionOptions {
  yes?: boolean;
}

/** Nothing more of the edition goes out until it is resumed, whichever process sends it. Raises `UsageError` when it is halted. */
export async function pauseEdition(
  app: App,
  options: EditionOptions,
  context: CommandContext,
): Promise<void> {
  const edition = await findEdition(app, options);
  const done = await app.deps.store.pauseEdition(edition.id, 'command');
  if (!done) throw new UsageError(`the ${describeEdition(edition)}, is paused or stopped already`);
  await finish(app, edition, context);
}

/** The workers go on with it. Raises `UsageError` when it is not paused. */
export async function resumeEdition(
  app: App,
  options: EditionOptions,
  context: CommandContext,
): Promise<void> {
  const edition = await findEdition(app, options);
  const done = await app.deps.store.resumeEdition(edition.id, 'command');
  if (!done) throw new UsageError(`the ${describeEdition(edition)}, is not paused`);
  const { clock, store, settings } = app.deps;
  const due = await store.countDue(edition.id, clock.now(), MOST_COUNTED);
  for (const call of deliverLanes(edition.id, due, settings.mail.lanes)) await app.queue.enqueue(call);
  await finish(app, edition, context);
}

/** Skips whoever has not been written to, for good, after asking. Raises `UsageError` when it is stopped already. */
export async function stopEdition(app: App, options: StopOptions, context: CommandContext): Promise<void> {
  const edition = await findEdition(app, options);
  if (options.yes !== true) {
    const question = `Stop the ${describeEdition(edition)}, for good?`;
    await askFirst(question, 'it cannot be resumed', 'nothing was stopped', context);
  }
  const ended = await app.deps.store.stopEdition(edition.id, 'command');
  if (ended === undefined) throw new UsageError(`the ${describeEdition(edition)}, is stopped already`);
  await finish(app, edition, context);
}

async function finish(app: App, { id }: Edition, { io }: CommandContext): Promise<void> {
  io.out(tellEdition(await readDesk(app, id)));
}
