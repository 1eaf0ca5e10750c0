import { DateTime } from 'luxon';
import { RenderError } from '../errors.js';
import { type LeasedLetter, type LetterKind, TOKEN_HOURS, TOKEN_PURPOSES } from '../model/letter.js';
import type { Message } from '../model/message.js';
import type { Subscriber } from '../model/subscriber.js';
import { checkSettings } from './check-settings.js';
import { cleanText, linkableUrl } from './clean-text.js';
import { compileTemplate } from './compile-template.js';
import { LETTER_TEXTS, type LetterFacts } from './letter-texts.js';
import {
  AUTOMATIC,
  requireAddress,
  requireHeaderValue,
  writeListHeaders,
  writeListId,
  writeReplyTo,
} from './message-headers.js';
import type { Envelope, HouseSettings } from './renderer.js';
import type { Link } from './show-paper.js';
import type { Template } from './template.js';
import { createTimeWriter } from './word-dates.js';
import { type LetterWording, writeLetterHtml, writeLetterText } from './write-letter.js';

/** Writes a single mail; `link` opens what the letter is about. Raises `RenderError`. */
export type WriteLetter = (letter: LeasedLetter, link: string | undefined, envelope: Envelope) => Message;

/** The template of single mails. */
export const LETTER = new URL('./letter.mjml', import.meta.url);

const SUBJECT_LENGTH = 78;

/**
 * Letters to readers on the list, who may leave it: their own mails. The others go to addresses that are on no list (not
 * yet, not any more), or hold a link that was asked for; a button for leaving would mean nothing there.
 */
const ON_LIST: readonly LetterKind[] = ['known', 'welcome'];

type Checked = ReturnType<typeof checkSettings<HouseSettings>>;

interface Tools {
  template: Template;
  settings: Checked;
  writeTime: ReturnType<typeof createTimeWriter>;
}

/** Compiles the template, once. Raises `RenderError` when it does not compile or a setting cannot be used. */
export async function createLetterWriter(house: HouseSettings): Promise<WriteLetter> {
  const settings = checkSettings(house);
  const writeTime = createTimeWriter(settings.days);
  const tools: Tools = { template: await compileTemplate(LETTER), settings, writeTime };
  return (letter, link, envelope) => {
    const wording = wordLetter(letter, link, envelope, tools);
    return {
      messageId: requireHeaderValue(envelope.messageId, 'Message-ID'),
      from: settings.mail.from,
      to: requireAddress(letter.to, letter.subscriber?.id ?? 'gone'),
      subject: wording.subject,
      date: envelope.date,
      headers: writeHeaders(letter, settings),
      html: writeLetterHtml(tools.template, wording),
      text: writeLetterText(wording),
      paperIds: [],
    };
  };
}

function writeHeaders({ kind, subscriber }: LeasedLetter, { site, mail, links }: Checked) {
  const isOnList = ON_LIST.includes(kind) && subscriber !== undefined;
  return {
    ...writeReplyTo(mail.replyTo),
    ...(isOnList &&
      writeListHeaders(
        writeListId(site.title, site.publicUrl, subscriber.cadence),
        links.unsubscribe(subscriber),
        links.unsubscribeMailto?.(subscriber),
      )),
    ...AUTOMATIC,
  };
}

function wordLetter(
  letter: LeasedLetter,
  link: string | undefined,
  { date }: Envelope,
  tools: Tools,
): LetterWording {
  const { site, links } = tools.settings;
  const text = LETTER_TEXTS[letter.kind];
  const facts = gatherFacts(letter, date, tools);
  const url = linkableUrl(link ?? (letter.subscriber && links.preferences?.(letter.subscriber)));
  if (hasToken(letter.kind) && url === undefined)
    throw new RenderError(`a letter of the kind ${letter.kind} needs its link`);
  return {
    site,
    subject: cleanText(text.subject(facts), SUBJECT_LENGTH),
    dateline: facts.today,
    title: text.title,
    paragraphs: text.paragraphs(facts),
    ...(text.action && url && { action: { label: text.action, url } }),
    notes: text.notes(facts),
    reason: text.reason(facts),
    links: ON_LIST.includes(letter.kind) ? listLinks(letter.subscriber, tools.settings) : [],
  };
}

function gatherFacts(
  { kind, subscriber }: LeasedLetter,
  date: Date,
  { settings, writeTime }: Tools,
): LetterFacts {
  const zone = subscriber?.timeZone ?? 'UTC';
  const say = (moment: DateTime, pattern: string) => moment.setLocale('en').toFormat(pattern);
  const now = DateTime.fromJSDate(date, { zone });
  const hours = hasToken(kind) ? TOKEN_HOURS[kind] : 0;
  return {
    site: settings.site.title,
    place: new URL(settings.site.publicUrl).host,
    today: say(now, 'd LLLL yyyy'),
    when: subscriber ? writeTime(subscriber) : '',
    until: hours ? `${say(now.plus({ hours }), 'cccc, d LLLL yyyy, HH:mm')} ${zone} (${hours} hours)` : '',
  };
}

function hasToken(kind: LetterKind): kind is LetterKind & keyof typeof TOKEN_HOURS {
  return TOKEN_PURPOSES.some((purpose) => purpose === kind);
}

/** The button leads to what they choose already. */
function listLinks(subscriber: Subscriber | undefined, { links, site }: Checked): Link[] {
  if (subscriber === undefined) return [];
  return [
    { label: 'Leave with one click', url: links.unsubscribe(subscriber) },
    { label: 'Today’s papers', url: site.publicUrl },
  ];
}
