import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeFeed } from '../../src/feeds/write-feed.js';
import type { FeedFormat } from '../../src/model/feed.js';
import { expectValid } from './feed-rules.js';
import { entry, FORMATS, feed } from './sample-feed.js';

const read = (format: FeedFormat, ...parts: Parameters<typeof feed>) =>
  expectValid(writeFeed(feed(...parts), format), format);

/** Texts as pages of others hold them: markup, control characters, halves of characters, ends of what quotes them. */
const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          ']]>',
          '<b>',
          '</title>',
          '&',
          '&amp;',
          '&#0;',
          '"',
          "'",
          '<!--',
          '<![CDATA[',
          '$S^{2}$',
          '\\alpha',
        ],
        ...[
          '\u0000',
          '\u0001',
          '\u001f',
          '\ud800',
          '\udc00',
          '\ufffe',
          '\u202e',
          '\u2028',
          '\n',
          ' ',
          '😀',
          'é',
        ],
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

describe.each(FORMATS)('a feed written as %s', (format) => {
  test('says what it is of, where it is, and what is new', () => {
    const { title, self, page, entries } = read(format);
    const ending = { atom: 'xml', rss: 'rss', json: 'json' }[format];
    expect(title).toBe('Robotics · Broadsheet');
    expect(self).toBe(`https://paper.example.org/topics/robotics/feed.${ending}`);
    expect(page).toBe('https://paper.example.org/topics/robotics');
    expect(entries).toMatchObject([
      {
        id: 'urn:uuid:00000000-0000-4000-8000-000000000001',
        title: 'Folding 1 cranes',
        url: 'https://paper.example.org/papers/00000000-0000-4000-8000-000000000001',
        html: expect.stringContaining('An arm learns to fold. (AI summary)'),
      },
    ]);
    expect(new Date(entries[0]?.published ?? '')).toEqual(new Date('2026-08-20T06:00:00Z'));
  });

  test('names authors, topics, the source and when it was revised', () => {
    const text = writeFeed(feed(), format);
    for (const said of ['Ada Byron', 'Charles Babbage', 'Robotics', 'https://arxiv.org/abs/2608.10001'])
      expect(text).toContain(said);
    if (format !== 'rss') expect(text).toContain('2026-08-21T06:00:00.000Z');
  });

  test('is valid without entries', () => {
    expect(read(format, []).entries).toEqual([]);
  });

  test('is valid with an entry of which next to nothing is known', () => {
    const { viaUrl: _via, byline: _byline, summary: _summary, ...bare } = entry();
    const { entries } = read(format, [{ ...bare, title: '\u0000 ', authors: ['', '\u0001'], topics: [] }]);
    expect(entries[0]?.title).toBe(bare.url);
  });

  test('lists the papers of an edition with their addresses', () => {
    const papers = [{ title: 'Folding & <unfolding>', url: 'https://paper.example.org/papers/1' }];
    const [one] = read(format, [entry(1, { papers })]).entries;
    expect(one?.html).toContain(
      '<li><a href="https://paper.example.org/papers/1">Folding &amp; &lt;unfolding&gt;</a></li>',
    );
  });

  test('is valid, and says the same, whatever texts it is given', () => {
    fc.assert(
      fc.property(fc.record({ title: odd, name: odd, summary: odd, topic: odd, site: odd }), (texts) => {
        const one = entry(1, {
          title: texts.title,
          authors: [texts.name],
          byline: texts.name,
          summary: texts.summary,
          topics: [{ name: texts.topic, url: 'https://paper.example.org/topics/x' }],
          papers: [{ title: texts.title, url: 'https://paper.example.org/papers/2' }],
        });
        const written = feed([one, entry(2)], {
          title: texts.site,
          publisher: texts.site,
          description: texts.summary,
        });
        const { entries } = expectValid(writeFeed(written, format), format);
        expect(entries).toHaveLength(2);
        expect(entries[0]?.title).toBe(shown(texts.title) || one.url);
        // Markup in a text stays text.
        expect(entries[0]?.html).not.toMatch(/<(?!\/?(p|ol|li|a)\b)/);
      }),
      { numRuns: 40 },
    );
  });

  test('is written the same each time', () => {
    const once = feed([entry(1), entry(2)]);
    expect(writeFeed(once, format)).toBe(writeFeed(structuredClone(once), format));
  });
});

/** What is left of a text once what no XML may hold is gone, on one line. */
function shown(text: string): string {
  const allowed = [...text].filter((character) => {
    const code = character.codePointAt(0) ?? 0;
    return (
      [9, 10, 13].includes(code) ||
      (code >= 0x20 && code <= 0xd7ff) ||
      (code >= 0xe000 && code <= 0xfffd) ||
      code > 0xffff
    );
  });
  return allowed.join('').split(/\s+/u).filter(Boolean).join(' ');
}
