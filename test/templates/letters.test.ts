import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { RenderError } from '../../src/errors.js';
import { LETTER_KINDS, type LetterKind } from '../../src/model/letter.js';
import { createAlarmWriter } from '../../src/templates/alarm.js';
import { createLetterWriter, type WriteLetter } from '../../src/templates/letters.js';
import { envelope, settings, subscriber } from './sample-digest.js';

const links = {
  ...settings.links,
  preferences: ({ id }: { id: string }) => `https://papers.example.org/preferences/${id}`,
  unsubscribeMailto: ({ id }: { id: string }) => `mailto:bounces@example.org?subject=leave%20${id}`,
};
const LINK = 'https://papers.example.org/confirm/token';
const house = {
  ...settings,
  links,
  mail: { from: settings.mail.from, replyTo: 'desk@example.org' },
  site: { ...settings.site, postalAddress: '1 Sample Street' },
};

let letters: WriteLetter;
beforeAll(async () => {
  letters = await createLetterWriter(house);
});

const write = (kind: LetterKind, over: Partial<typeof subscriber> = {}, to = 'ada@example.org') =>
  letters({ id: 'l1', kind, to, subscriber: { ...subscriber, ...over } }, linkOf(kind), envelope);
const linkOf = (kind: LetterKind) => (['known', 'welcome', 'goodbye'].includes(kind) ? undefined : LINK);
const flow = (text: string) => text.replace(/\s+/g, ' ');

describe('every letter', () => {
  it.each(LETTER_KINDS)(
    '%s says the same in text and HTML, in 72 columns, with nothing left open',
    (kind) => {
      const { html, text, subject, paperIds } = write(kind);
      for (const part of [html, text, subject]) expect(part).not.toMatch(/undefined|NaN|null|\[object|\{\{/);
      for (const line of text.split('\n'))
        if (!line.includes('://')) expect(line.length).toBeLessThanOrEqual(72);
      const plain = flow(html.replace(/<style[\s\S]*?<\/style>|<[^>]+>/g, ' '));
      const sentences = text.split('\n\n').filter((block) => /^[A-Z][^=/]*\.$/.test(block));
      expect(sentences.length).toBeGreaterThan(1);
      for (const sentence of sentences) expect(plain).toContain(flow(sentence));
      expect(subject.length).toBeLessThanOrEqual(78);
      expect(html).not.toMatch(/<img|<link|@import|url\(/);
      expect([...html.matchAll(/<h(\d)/g)].map((match) => match[1])).toEqual(['1', '2']);
      expect(html.match(/<table(?![^>]*role="presentation")/g)).toBeNull();
      for (const part of [html, text]) expect(part).toContain('1 Sample Street');
      expect(paperIds).toEqual([]);
    },
  );

  it.each(LETTER_KINDS)('%s is addressed, dated and numbered by who sends it', (kind) => {
    const { to, from, messageId, date, headers } = write(kind, {}, 'new@example.net');
    expect({ to, from, messageId, date }).toEqual({
      ...envelope,
      to: 'new@example.net',
      from: settings.mail.from,
    });
    expect(headers).toMatchObject({ 'Auto-Submitted': 'auto-generated', 'Reply-To': 'desk@example.org' });
  });

  it('offers to leave only to readers who are on the list', () => {
    const offering = LETTER_KINDS.filter((kind) => 'List-Unsubscribe' in write(kind).headers);
    expect(offering).toEqual(['known', 'welcome']);
    expect(write('welcome').headers).toMatchObject({
      'List-Id': 'Broadsheet <daily.papers.example.org>',
      'List-Unsubscribe':
        '<https://papers.example.org/unsubscribe/s1>, <mailto:bounces@example.org?subject=leave%20s1>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
  });

  it('that hangs on a link is not written without it', () => {
    expect(() => letters({ id: 'l1', kind: 'export', to: 'a@b.org' }, undefined, envelope)).toThrow(
      RenderError,
    );
    expect(() => letters({ id: 'l1', kind: 'confirm', to: 'a@b.org' }, 'javascript:1', envelope)).toThrow(
      RenderError,
    );
  });

  it('takes no word of a reader into its headers, and no second address', () => {
    const hostile = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(
      fc.property(fc.constantFrom(...LETTER_KINDS), hostile, hostile, (kind, local, zone) => {
        const to = `${local}@example.org`;
        const over = { email: to, topics: [zone], keywords: [zone] };
        let message: ReturnType<typeof write> | undefined;
        try {
          message = write(kind, over, to);
        } catch (error) {
          expect(error).toBeInstanceOf(RenderError);
          return;
        }
        expect(message.to).toMatch(/^[^\p{Cc}\s,;:<>()"\\@]+@example\.org$/u);
        expect(message.subject).toBe(write(kind).subject);
        for (const value of Object.values(message.headers)) expect(value).not.toMatch(/\p{Cc}/u);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the confirmation', () => {
  it('says who asked for what, until when, and that doing nothing is enough', () => {
    const text = flow(write('confirm').text);
    expect(text).toContain('Somebody gave this address on 21 August 2026 at papers.example.org');
    expect(text).toContain(`Confirm the subscription: ${LINK}`);
    expect(text).toContain('works once, until Sunday, 23 August 2026, 07:00 Europe/Paris (48 hours)');
    expect(text).toContain('If it was not you, do nothing: that is enough.');
  });

  it('of a new address does not tell the old one', () => {
    const { html, text, subject } = write('move', { email: 'old@example.org' }, 'new@example.net');
    for (const part of [html, text, subject]) expect(part).not.toContain('old@');
  });
});

it('welcomes with the first digest’s hour, the page for choosing and the way out', () => {
  const { text, html } = write('welcome', {
    cadence: 'weekly',
    weekday: 5,
    hour: 18,
    timeZone: 'Asia/Kolkata',
  });
  expect(flow(text)).toContain('18:00 Asia/Kolkata, every Friday');
  for (const part of [text, html]) {
    expect(part).toContain('https://papers.example.org/preferences/s1');
    expect(part).toContain('https://papers.example.org/unsubscribe/s1');
  }
});

it('answers who asked again with the page for choosing, and changes nothing', () => {
  const text = flow(write('known').text);
  expect(text).toContain('nothing was changed');
  expect(text).toContain('Change what you get: https://papers.example.org/preferences/s1');
});

it('says goodbye to somebody who is no reader any more', () => {
  const { text } = letters({ id: 'l1', kind: 'goodbye', to: 'gone@example.org' }, undefined, envelope);
  expect(flow(text)).toContain('everything that was known about this address was deleted on 21 August 2026');
});

describe('an alarm', () => {
  it('says what is wrong, line by line, with a link to the desk', async () => {
    const alarms = await createAlarmWriter(house);
    const title = 'no edition\r\nBcc: everyone@example.org';
    const message = alarms({ to: 'op@example.org', title, lines: ['One <b>.', 'Two.'] }, envelope);
    expect(message.subject).toBe('Broadsheet alarm: no edition Bcc: everyone@example.org');
    expect(message.headers).toEqual({ 'Auto-Submitted': 'auto-generated' });
    expect(message.text).toContain('One <b>.\n\nTwo.\n\nOpen the desk:\nhttps://papers.example.org/admin\n');
    expect(message.html).toContain('One &lt;b&gt;.');
    expect(message.html).toContain('href="https://papers.example.org/admin"');
  });
});
