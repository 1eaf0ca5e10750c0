import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { LETTER_KINDS } from '../../src/model/letter.js';
import { createLetterWriter } from '../../src/templates/letters.js';
import {
  CLIENT_NOTES,
  type ClientNote,
  type ClientNotes,
  readClientNotes,
} from '../../src/templates/mail-clients.js';
import { noteClients, source } from './find-features.js';
import { envelope, fullDigest, renderOnce, settings, subscriber } from './sample-digest.js';

/** The programs most people read mail with. */
const COMMON = /Gmail|Apple Mail|Outlook|Yahoo! Mail|Samsung Email/;

/** What some of these leave out, and why the mail is whole without. */
const DISPENSABLE: Record<string, string> = {
  '@media': 'the side margins stay as wide as on a desk',
  '@media (prefers-color-scheme)': 'the mail stays light, or is darkened by the program',
  '!important keyword': 'stands in these two only',
  'color-scheme CSS property': 'as above',
  'color-scheme meta tag': 'as above',
  'Attribute selector': 'the marks of Outlook.com, for its own dark mode',
  'Child combinator': 'stands in the narrow margins only',
  '<style> element': 'what matters is written into the tags',
  '<body> element': 'MJML puts a table and a div inside',
  'border-radius': 'chips and buttons get corners',
  display: 'links are less tall',
  'word-break': 'a long address is scrolled',
  ...Object.fromEntries(
    [
      'height property',
      'max-height property',
      'opacity',
      'outline',
      'overflow',
      'table-layout',
      'word-spacing',
    ].map((feature) => [feature, 'one of several that MJML hides the preheader or resets a program with']),
  ),
};

describe('what mail programs make of our mails', () => {
  let notes: ClientNotes;
  beforeAll(async () => {
    const { html } = await renderOnce(fullDigest());
    const letters = await createLetterWriter(settings);
    const mails = LETTER_KINDS.map((kind) =>
      letters({ id: 'l', kind, to: 'ada@example.org', subscriber }, 'https://papers.example.org/x', envelope),
    );
    const letter = noteClients(mails.map((mail) => mail.html).join(''));
    notes = { source, digest: noteClients(html), letter };
    if (!existsSync(CLIENT_NOTES)) await writeFile(CLIENT_NOTES, `${JSON.stringify(notes, null, 2)}\n`);
  });

  it('is written down as the templates are now; after a change delete the file, run this again and read it', async () => {
    expect(await readClientNotes()).toEqual(notes);
  });

  it('leans on nothing that the common ones leave out, but for what has a fallback', () => {
    const left = (list: ClientNote[]) =>
      list.filter(({ without }) => COMMON.test(without)).map(({ feature }) => feature);
    const leant = new Set([...left(notes.digest), ...left(notes.letter)]);
    expect([...leant].filter((feature) => !(feature in DISPENSABLE))).toEqual([]);
  });
});
