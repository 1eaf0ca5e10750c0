import type { App } from '../../app.js';
import { BroadsheetError, UsageError } from '../../errors.js';
import { sendLetter } from '../../jobs/send-letter.js';
import type { Choices } from '../../model/subscriber.js';
import { readAddress } from '../../readers/read-address.js';
import { readChoices } from '../../readers/read-choices.js';
import type { CommandContext } from '../context.js';
import { describeChoices, describeHour, namesOf } from './describe-reader.js';

/** The options of `subscribers add`, each as it was typed. */
export interface AddOptions {
  confirmed?: boolean;
  cadence?: string;
  weekday?: string;
  hour?: string;
  timeZone?: string;
  max?: string;
  quietDay?: string;
  topics?: string;
  mute?: string;
  keywords?: string;
  muteKeywords?: string;
  follow?: string[];
}

/** Adds a reader who has agreed, or asks the address to confirm. */
export async function addReader(
  app: App,
  email: string,
  { confirmed = false, follow = [], ...options }: AddOptions,
  context: CommandContext,
): Promise<void> {
  const address = expectAddress(email);
  const choices = { ...expectChoices(app, options), ...(await expectAuthors(app, follow)) };
  if (confirmed) await addConfirmed(app, address, choices, context);
  else await askToConfirm(app, address, choices, context);
}

/** A stored address out of a typed one. Raises `UsageError`. */
export function expectAddress(text: string): string {
  const read = readAddress(text);
  if ('address' in read) return read.address;
  throw new UsageError(`"${text}" is no address that can be used: ${read.problem}`);
}

async function addConfirmed(
  { deps }: App,
  email: string,
  choices: Partial<Choices>,
  { io }: CommandContext,
): Promise<void> {
  const createdAt = deps.clock.now();
  const added = await deps.store.addSubscriber({ email, state: 'active', createdAt, ...choices });
  await deps.store.recordAudit({ who: 'command', action: 'subscriber added', detail: { id: added.id } });
  const names = namesOf(await deps.store.authorsOf(added.authors));
  io.out(`added: ${email}, ${added.cadence} at ${describeHour(added)}, ${describeChoices(added, names)}\n`);
}

async function askToConfirm(app: App, email: string, choices: Partial<Choices>, context: CommandContext) {
  const { store, clock } = app.deps;
  await refuseUnwanted(app, email);
  const { letterId } = await store.subscribe({ email, choices, now: clock.now() });
  if (letterId === undefined)
    throw new BroadsheetError(
      'no letter is sent: one to this address is on its way, or three have gone to it in a day',
      { code: 'letter' },
    );
  const reader = await store.subscriberByEmail(email);
  await store.recordAudit({ who: 'command', action: 'subscriber invited', detail: { id: reader?.id } });
  const queued = await app.queue.enqueue(sendLetter.with({ letterId }));
  const ended = await queued.ended(context.io.signal);
  context.io.out(tellLetter(app, email, outcomeOf(ended)));
}

/** An active reader is not written to because somebody mistyped a command. */
async function refuseUnwanted({ deps }: App, email: string): Promise<void> {
  const [reader, reason] = await Promise.all([
    deps.store.subscriberByEmail(email),
    deps.store.suppressionOf(email),
  ]);
  if (reason !== undefined && reason !== 'left')
    throw new BroadsheetError(`mail to this address is suppressed (${reason})`, { code: 'suppressed' });
  if (reader?.state === 'active')
    throw new BroadsheetError('this address is known already and gets mail', { code: 'exists' });
}

const outcomeOf = (ended: unknown) => (ended as { outcome?: string } | undefined)?.outcome;

function tellLetter({ config }: App, email: string, outcome?: string): string {
  const { SMTP_URL, DATA_DIR } = config.environment;
  const where = SMTP_URL === undefined ? `; the mail lies in ${DATA_DIR}/outbox` : '';
  if (outcome === 'sent')
    return `pending: ${email} was sent a link to confirm with, and gets nothing else until they do${where}\n`;
  return `pending: ${email} gets a link to confirm with as soon as the mail server takes it (now: ${outcome ?? 'waiting'})\n`;
}

/** Which option stands for which choice. */
const OPTIONS: Record<string, string> = {
  timeZone: '--time-zone',
  maxPapers: '--max',
  quietDay: '--quiet-day',
  mutedTopics: '--mute',
  mutedKeywords: '--mute-keywords',
};

function expectChoices(
  { deps }: App,
  { max, mute, muteKeywords, ...same }: Omit<AddOptions, 'confirmed' | 'follow'>,
): Partial<Choices> {
  const given = { ...same, maxPapers: max, mutedTopics: mute, mutedKeywords: muteKeywords };
  const read = readChoices(given, { topics: deps.topics });
  if ('choices' in read) return read.choices;
  const told = read.problems.map(({ path, message }) => {
    const [name = ''] = path.split('.');
    return `${OPTIONS[name] ?? `--${name}`}: ${message}`;
  });
  throw new UsageError(told.join('\n'));
}

/** People by the addresses of their profiles; somebody who is followed before their page was read becomes known. */
async function expectAuthors(
  { deps }: App,
  addresses: string[],
): Promise<Pick<Choices, 'authors'> | undefined> {
  if (addresses.length === 0) return undefined;
  const profiles = addresses.map((address) => {
    const read = deps.sources.readProfileAddress(address);
    if ('problem' in read) throw new UsageError(`--follow: ${read.problem}`);
    return read;
  });
  const authors: string[] = [];
  for (const { sourceId, key } of profiles) {
    const name = /^\d+$/.test(key) ? `${sourceId} ${key}` : key;
    authors.push((await deps.store.followProfile({ sourceId, key, name })).id);
  }
  return { authors: [...new Set(authors)] };
}
