import type { App } from '../../app.js';
import { UsageError } from '../../errors.js';
import type { CommandContext } from '../context.js';
import { expectAddress } from './add-reader.js';

/** Forgets a reader, and whatever is known of them. */
export async function removeReader({ deps }: App, email: string, { io }: CommandContext): Promise<void> {
  const isGone = await deps.store.removeSubscriber(expectAddress(email));
  if (!isGone) throw new UsageError('there is no reader of that address; see `broadsheet subscribers list`');
  await deps.store.recordAudit({ who: 'command', action: 'subscriber removed', detail: {} });
  io.out('removed, with everything that was known about them\n');
}

/** Never again a mail to an address, reader or not. */
export async function suppressAddress({ deps }: App, email: string, { io }: CommandContext): Promise<void> {
  const address = expectAddress(email);
  await deps.store.suppress(address, 'operator');
  await deps.store.recordAudit({ who: 'command', action: 'address suppressed', detail: {} });
  io.out(
    `suppressed: nothing is sent to ${address}, whoever asks (${await deps.store.suppressionOf(address)})\n`,
  );
}

/** Whoever left comes back by their own confirmation only. */
export async function unsuppressAddress({ deps }: App, email: string, { io }: CommandContext): Promise<void> {
  const address = expectAddress(email);
  const reason = await deps.store.suppressionOf(address);
  if (reason === undefined) throw new UsageError('mail to this address is not suppressed');
  if (reason === 'left')
    throw new UsageError(
      'they left, and only their own confirmation takes that back: `broadsheet subscribers add` sends them one',
    );
  await deps.store.unsuppress(address);
  await deps.store.recordAudit({ who: 'command', action: 'address unsuppressed', detail: { reason } });
  io.out(`no longer suppressed (it was: ${reason}); a reader of that address gets mail again\n`);
}
