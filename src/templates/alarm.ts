import { DateTime } from 'luxon';
import type { Message } from '../model/message.js';
import { checkSettings } from './check-settings.js';
import { cleanText } from './clean-text.js';
import { compileTemplate } from './compile-template.js';
import { LETTER } from './letters.js';
import { AUTOMATIC, requireAddress, requireHeaderValue } from './message-headers.js';
import type { Envelope, HouseSettings } from './renderer.js';
import { type LetterWording, writeLetterHtml, writeLetterText } from './write-letter.js';

/** What an operator is told: in one line, and then in several. */
export interface Alarm {
  /** One bare address. */
  to: string;
  /** Becomes the subject: `no edition was frozen today`. */
  title: string;
  lines: string[];
}

/** Writes the mail of an alarm. Raises `RenderError`. */
export type WriteAlarm = (alarm: Alarm, envelope: Envelope) => Message;

const SUBJECT_LENGTH = 78;

/** Compiles the template, once. Raises `RenderError` when it does not compile or a setting cannot be used. */
export async function createAlarmWriter(house: HouseSettings): Promise<WriteAlarm> {
  const { site, mail } = checkSettings(house);
  const template = await compileTemplate(LETTER);
  return (alarm, { messageId, date }) => {
    const wording = wordAlarm(alarm, date, site);
    return {
      messageId: requireHeaderValue(messageId, 'Message-ID'),
      from: mail.from,
      to: requireAddress(alarm.to, 'operator'),
      subject: wording.subject,
      date,
      headers: AUTOMATIC,
      html: writeLetterHtml(template, wording),
      text: writeLetterText(wording),
      paperIds: [],
    };
  };
}

function wordAlarm({ title, lines }: Alarm, date: Date, site: HouseSettings['site']): LetterWording {
  const clean = cleanText(title, 120) || 'Something is wrong';
  return {
    // The postal address is there for readers; an operator has it.
    site: { title: site.title, postalAddress: '' },
    subject: cleanText(`${site.title} alarm: ${clean}`, SUBJECT_LENGTH),
    dateline: `${DateTime.fromJSDate(date, { zone: 'utc' }).setLocale('en').toFormat('d LLLL yyyy, HH:mm')} UTC`,
    title: clean,
    paragraphs: lines.map((line) => cleanText(line, 500)).filter((line) => line !== ''),
    action: { label: 'Open the desk', url: `${site.publicUrl}/admin` },
    notes: [],
    reason: 'You get this because OPERATOR_MAIL names your address.',
    links: [],
  };
}
