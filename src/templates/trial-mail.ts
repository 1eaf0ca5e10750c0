import { DateTime } from 'luxon';
import type { Message } from '../model/message.js';
import type { Subscriber } from '../model/subscriber.js';
import { checkSettings } from './check-settings.js';
import { cleanText } from './clean-text.js';
import { compileTemplate } from './compile-template.js';
import { LETTER } from './letters.js';
import {
  AUTOMATIC,
  requireAddress,
  requireHeaderValue,
  writeListHeaders,
  writeListId,
  writeReplyTo,
} from './message-headers.js';
import type { Envelope, HouseSettings } from './renderer.js';
import { type LetterWording, writeLetterHtml, writeLetterText } from './write-letter.js';

/** Whom the links to leave name: somebody who is no reader, so that following them changes nothing. */
export type Nobody = Pick<Subscriber, 'id' | 'linkGeneration'>;

/** Writes a mail that an operator sends to see whether mails arrive. It carries every header that a digest does. */
export type WriteTrialMail = (to: string, nobody: Nobody, envelope: Envelope) => Message;

/** Compiles the template, once. Raises `RenderError` when it does not compile or a setting cannot be used. */
export async function createTrialWriter(house: HouseSettings): Promise<WriteTrialMail> {
  const { site, mail, links } = checkSettings(house);
  const template = await compileTemplate(LETTER);
  return (to, nobody, { messageId, date }) => {
    const wording = wordTrial(site, date);
    const reader = nobody as Subscriber;
    return {
      messageId: requireHeaderValue(messageId, 'Message-ID'),
      from: mail.from,
      to: requireAddress(to, 'operator'),
      subject: wording.subject,
      date,
      headers: {
        ...writeReplyTo(mail.replyTo),
        ...writeListHeaders(
          writeListId(site.title, site.publicUrl, 'daily'),
          links.unsubscribe(reader),
          links.unsubscribeMailto?.(reader),
        ),
        ...AUTOMATIC,
      },
      html: writeLetterHtml(template, wording),
      text: writeLetterText(wording),
      paperIds: [],
    };
  };
}

function wordTrial(site: HouseSettings['site'], date: Date): LetterWording {
  const today = DateTime.fromJSDate(date, { zone: 'utc' }).setLocale('en').toFormat('d LLLL yyyy, HH:mm');
  return {
    site,
    subject: cleanText(`${site.title}: a mail to see whether mails arrive`, 78),
    dateline: `${today} UTC`,
    title: 'This mail arrived',
    paragraphs: [
      'It was sent on its way as digests are: by the same mail server, from the same sender, with the same headers and signature.',
      'Look at its source. Authentication-Results should say pass for spf, dkim and dmarc, and the mail should not lie among junk.',
    ],
    action: { label: 'Open the pages', url: site.publicUrl },
    notes: ['The link to leave in its headers belongs to nobody; following it changes nothing.'],
    reason: 'You get this because an operator typed your address after `broadsheet doctor --send-to`.',
    links: [],
  };
}
