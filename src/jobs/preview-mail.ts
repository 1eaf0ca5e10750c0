import { composeDigest } from '../digest/compose-digest.js';
import { draftEdition } from '../digest/draft-edition.js';
import type { Day } from '../model/clock.js';
import type { Cadence } from '../model/edition.js';
import { LETTER_KINDS, type LetterKind, TOKEN_PURPOSES } from '../model/letter.js';
import type { Message } from '../model/message.js';
import type { Subscriber } from '../model/subscriber.js';
import type { Store } from '../store/store.js';
import type { ClientNote } from '../templates/mail-clients.js';
import { readClientNotes } from '../templates/mail-clients.js';
import type { Deps } from './deps.js';

/** Every kind of mail, by the name it is asked for. */
export const PREVIEWS = ['daily', 'weekly', ...LETTER_KINDS, 'alarm'] as const;
export type PreviewKind = (typeof PREVIEWS)[number];

/** A mail that somebody wants to see. */
export interface PreviewRequest {
  kind: PreviewKind;
  /** A reader's address, or what a made-up one chose. */
  reader: { email: string } | Pick<Subscriber, 'topics' | 'maxPapers'>;
  /** Of the edition. */
  date: Day;
}

/** A mail as it would be sent, and what mail programs make of its styles. */
export interface Preview {
  message: Message;
  /** True when the edition is not frozen and holds what there is to tell now. */
  isDraft: boolean;
  clients: { source: string; notes: ClientNote[] };
}

/** Writes a mail for looking at; nothing is sent or stored. The problem says why there is none. */
export type PreviewMail = (request: PreviewRequest) => Promise<Preview | { problem: string }>;

type Needs = Pick<
  Deps,
  'renderer' | 'letters' | 'alarms' | 'links' | 'clock' | 'settings' | 'topics' | 'mailDomain'
> & {
  store: Pick<Store, 'newsFor' | 'profileFigures' | 'latestEditions' | 'editionOf' | 'subscriberByEmail'>;
};

/** No row has this id: whoever opens a link in a preview changes nothing. */
const NOBODY = 'preview';

/** Previews of every kind of mail. */
export function createPreviewer(needs: Needs): PreviewMail {
  return async (request) => {
    const reader = await findReader(request.reader, needs);
    if (reader === undefined) return { problem: 'There is no reader with that address.' };
    const written = await write(request, reader, needs);
    if ('problem' in written) return written;
    const { source, ...notes } = await readClientNotes();
    return { ...written, clients: { source, notes: isDigest(request.kind) ? notes.digest : notes.letter } };
  };
}

const isDigest = (kind: PreviewKind): kind is Cadence => kind === 'daily' || kind === 'weekly';

async function findReader(
  asked: PreviewRequest['reader'],
  { store, clock }: Needs,
): Promise<Subscriber | undefined> {
  if (!('email' in asked)) return { ...madeUp(clock.now()), ...asked };
  const found = await store.subscriberByEmail(asked.email);
  return found && { ...found, id: NOBODY };
}

function madeUp(createdAt: Date): Subscriber {
  return {
    ...{ id: NOBODY, email: 'reader@example.org', state: 'active', cadence: 'daily', weekday: 1, hour: 7 },
    ...{ timeZone: 'UTC', maxPapers: 20, quietDay: 'one-line', topics: [], mutedTopics: [], keywords: [] },
    ...{ mutedKeywords: [], authors: [], linkGeneration: 0, createdAt },
  };
}

type Written = Pick<Preview, 'message' | 'isDraft'> | { problem: string };

async function write({ kind, date }: PreviewRequest, reader: Subscriber, needs: Needs): Promise<Written> {
  if (isDigest(kind)) return writeDigest(kind, date, reader, needs);
  const message = kind === 'alarm' ? writeAlarm(needs) : writeLetter(kind, reader, needs);
  return { message, isDraft: false };
}

async function writeDigest(cadence: Cadence, date: Day, reader: Subscriber, needs: Needs): Promise<Written> {
  const { store, clock, settings, topics, renderer } = needs;
  const frozen = await store.editionOf(cadence, date);
  const drafted = { store, weights: settings.trending, topics };
  const edition = frozen ?? (await draftEdition(drafted, { cadence, date, now: clock.now() }));
  const composed = composeDigest(edition, { ...reader, cadence }, new Set());
  if ('skip' in composed) return { problem: `This reader gets no mail: ${composed.skip}.` };
  return { message: renderer.forEdition(edition)(composed.digest, envelope(needs)), isDraft: !frozen };
}

function writeLetter(kind: LetterKind, reader: Subscriber, { letters, links, ...needs }: Needs): Message {
  const purpose = TOKEN_PURPOSES.find((one) => one === kind);
  const letter = { id: NOBODY, kind, to: reader.email, ...(kind !== 'goodbye' && { subscriber: reader }) };
  return letters(letter, purpose && links.letter(purpose, NOBODY), envelope(needs));
}

function writeAlarm({ alarms, ...needs }: Pick<Needs, 'alarms' | 'clock' | 'mailDomain'>): Message {
  const title = 'no edition was frozen today';
  const lines = [
    'This is what an alarm looks like.',
    'Each of its lines says one thing that needs somebody.',
  ];
  return alarms({ to: 'operator@example.org', title, lines }, envelope(needs));
}

const envelope = ({ clock, mailDomain }: Pick<Needs, 'clock' | 'mailDomain'>) => ({
  messageId: `<${NOBODY}@${mailDomain}>`,
  date: clock.now(),
});
