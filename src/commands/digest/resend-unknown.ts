import type { App } from '../../app.js';
import { BroadsheetError, UsageError } from '../../errors.js';
import type { EditionSummary } from '../../store/store.js';
import type { CommandContext } from '../context.js';
import { askFirst, deliverEdition, readDesk, tellEdition } from './deliver-edition.js';
import { describeEdition, type EditionOptions, findEdition } from './name-edition.js';

/** What `digest resend` was asked for. */
export interface ResendOptions extends EditionOptions {
  unknown?: boolean;
  yes?: boolean;
  json?: boolean;
}

/**
 * Sends the mails of unknown fate again, after asking, and tells what came of it. Raises `UsageError` when it may not, and
 * `BroadsheetError` (code `delivery`) when some were refused or their fate is unknown again.
 */
export async function resendUnknown(
  app: App,
  options: ResendOptions,
  context: CommandContext,
): Promise<void> {
  const edition = await findEdition(app, options);
  const before = await readDesk(app, edition.id);
  const asked = before.open > 0 ? await ask(app, before, options, context) : 0;
  const after = asked > 0 ? await deliverEdition(app, edition.id, context) : before;
  const left = before.open - asked;
  context.io.out(options.json ? toJson(after, asked, left) : tell(after, asked, left));
  if (after.open > left || after.deliveries.refused > before.deliveries.refused) {
    throw new BroadsheetError('some mails were refused or their fate is unknown again; see /admin', {
      code: 'delivery',
    });
  }
}

/** Returns how many are planned again. */
async function ask(
  { deps }: App,
  desk: EditionSummary,
  { unknown, yes }: ResendOptions,
  context: CommandContext,
): Promise<number> {
  if (unknown !== true)
    throw new UsageError('--unknown: say so; only mails of unknown fate can be sent again');
  if (desk.halt === 'stopped') throw new UsageError(`the ${describeEdition(desk)}, is stopped for good`);
  if (yes !== true) {
    const question = `Send ${desk.open} mails again? Each of them may have arrived already.`;
    const alone = `${desk.open} readers may get the edition twice`;
    await askFirst(question, alone, 'nothing was sent', context);
  }
  return deps.store.resendUnknown(desk.id, 'all', deps.clock.now(), 'command');
}

function tell(desk: EditionSummary, asked: number, left: number): string {
  if (asked + left === 0) return `${describeEdition(desk)}: no mail of unknown fate waits for a decision\n`;
  const rest = left > 0 ? `  ${left} not sent again: these readers are not written to any more\n` : '';
  return `${asked} planned again\n${rest}${tellEdition(desk)}`;
}

function toJson(desk: EditionSummary, asked: number, left: number): string {
  const { deliveries, open, halt } = desk;
  return `${JSON.stringify({ edition: describeEdition(desk), again: asked, left, ...deliveries, open, halt })}\n`;
}
