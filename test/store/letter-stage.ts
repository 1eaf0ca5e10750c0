import { createToken } from '../../src/access/tokens.js';
import type { LeasedLetter, TokenPurpose } from '../../src/model/letter.js';
import type { Receipt } from '../../src/model/message.js';
import type { Choices, Subscriber } from '../../src/model/subscriber.js';
import type { Stage } from './stage.js';

export const NOW = new Date('2026-08-21T08:00:00Z');
export const HOUR = 3_600_000;
export const EMAIL = 'ada@example.org';

export const hoursOn = (hours: number) => new Date(NOW.getTime() + hours * HOUR);

export const subscribe = (
  { store }: Stage,
  email = EMAIL,
  { choices = {}, now = NOW }: { choices?: Partial<Choices>; now?: Date } = {},
) => store.subscribe({ email, choices, now });

export const leaseLetter = ({ store }: Stage, letterId = '', now = NOW, leaseSeconds = 60) =>
  store.leaseLetter({ letterId, owner: 'one', leaseSeconds, now });

/** Sends a planned letter as the job does, and hands back the hash of its token. */
export async function sendLetter(
  stage: Stage,
  letterId: string | undefined,
  { now = NOW, receipt = { outcome: 'sent', response: '250 ok' } as Receipt } = {},
): Promise<{ letter: LeasedLetter; hash: string } | undefined> {
  const letter = await leaseLetter(stage, letterId, now);
  if (!letter) return undefined;
  const hasToken = !['known', 'welcome', 'goodbye'].includes(letter.kind);
  const stored = hasToken ? createToken(letter.kind as TokenPurpose, now).stored : undefined;
  if (!(await stage.store.markLetter(letter.id, 'one', stored, now))) return undefined;
  await stage.store.recordLetter(letter.id, receipt, now);
  return { letter, hash: stored?.hash ?? '' };
}

/** The hash of the token that somebody got who asked to subscribe. */
export async function askToConfirm(stage: Stage, email = EMAIL, choices: Partial<Choices> = {}, now = NOW) {
  const { letterId } = await subscribe(stage, email, { choices, now });
  const sent = await sendLetter(stage, letterId, { now });
  if (!sent) throw new Error(`no letter asked ${email} to confirm`);
  return sent.hash;
}

/** A reader who has confirmed. */
export async function confirmed(
  stage: Stage,
  email = EMAIL,
  choices: Partial<Choices> = {},
): Promise<Subscriber> {
  const done = await stage.store.confirm(await askToConfirm(stage, email, choices), NOW);
  if (!done) throw new Error(`${email} could not confirm`);
  return done.subscriber;
}

/** The hash of the token in the letter that a reader asked for. */
export async function askedLink(
  stage: Stage,
  subscriberId: string,
  kind: 'export' | 'delete' | 'change',
  now = NOW,
) {
  const { letterId } = await stage.store.askLink({ subscriberId, kind, now });
  return (await sendLetter(stage, letterId, { now }))?.hash ?? '';
}

/** The hash of the token at the new address of somebody who asked to move there. */
export async function askedMove(stage: Stage, subscriberId: string, newEmail: string, now = NOW) {
  const change = await askedLink(stage, subscriberId, 'change', now);
  const asked = await stage.store.askMove(change, newEmail, now);
  return (await sendLetter(stage, asked?.letterId, { now }))?.hash ?? '';
}

/** Every row of every table, as text: for looking whether something is still in it. */
export async function everything({ database }: Stage): Promise<string> {
  const tables = await database.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'broadsheet' AND tablename <> 'migration'`,
  );
  const rows = await database.query<{ row: string }>(
    tables
      .map(({ name }) => `SELECT '${name} ' || t::text AS row FROM broadsheet.${name} t`)
      .join(' UNION ALL '),
  );
  return rows
    .map(({ row }) => row)
    .sort()
    .join('\n');
}
