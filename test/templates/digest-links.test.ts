import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RenderError } from '../../src/errors.js';
import type { ProfileChange } from '../../src/model/edition.js';
import { createRenderer } from '../../src/templates/render-digest.js';
import {
  edition,
  envelope,
  makeDigest,
  makeFullPaper,
  renderOnce,
  settings,
  subscriber,
} from './sample-digest.js';

const OWN = 'https://papers.example.org/editions/2026-08-21?reader=own';
const links = {
  ...settings.links,
  edition: () => OWN,
  preferences: () => 'https://papers.example.org/preferences/own',
};
const plain = (html: string) =>
  html
    .replace(/<style[\s\S]*?<\/style>|<title>.*?<\/title>|<[^>]+>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/\s+/g, ' ');

describe('a reader’s own links', () => {
  it('lead to the edition as they got it, above and where papers are left out', async () => {
    const papers = Array.from({ length: 9 }, (_, index) => makeFullPaper(index));
    const mail = { ...settings.mail, maxHtmlBytes: 14_000 };
    const { html, text } = await renderOnce(makeDigest(papers), { links, mail });
    expect(html).toMatch(new RegExp(`href="${OWN.replace('?', '\\?')}"[^>]*>read on the web</a>`));
    expect(html).toMatch(
      new RegExp(`href="${OWN.replace('?', '\\?')}"[^>]*>and \\d more in the web edition</a>`),
    );
    expect(text).toMatch(/And \d more in the web edition: https:\S+reader=own\n/);
    expect(text).toContain(`Read on the web: ${OWN}\n`);
  });

  it('stand at the foot: choosing, leaving, and all editions, which is nobody’s own', async () => {
    const { html, text } = await renderOnce(makeDigest([]), { links });
    expect(plain(html)).toMatch(/Change what you get Leave with one click All editions/);
    expect(text).toMatch(
      /preferences\/own\nLeave .*unsubscribe\/s1\nRead .*own\nAll editions: \S+\/editions\/2026-08-21\n/,
    );
  });
});

describe('what moved at followed profiles', () => {
  const nakada: ProfileChange = {
    ...{ authorId: 'a', name: 'Ryumei <Nakada>', sourceId: 'scholarfeed' },
    ...{ hIndex: { from: 8, to: 9 }, citations: { from: 1210, to: 1231 }, papers: { from: 11, to: 12 } },
  };

  it('is told above the papers, each figure from what to what', async () => {
    const { html, text } = await renderOnce(makeDigest([makeFullPaper(1)], { profiles: [nakada] }));
    const told = 'h-index 8 → 9, 1,210 → 1,231 citations, 11 → 12 papers (scholarfeed)';
    expect(plain(html)).toMatch(/Profiles you follow.*Language models/);
    expect(plain(html)).toContain(`Ryumei &lt;Nakada&gt; ${told}`);
    expect(text.replace(/\n/g, ' ')).toContain(`Ryumei <Nakada>: ${told}`);
    expect((await renderOnce(makeDigest([makeFullPaper(1)]))).html).not.toContain('Profiles you follow');
  });

  it('makes a mail without papers, whose subject says so', async () => {
    const { subject, text } = await renderOnce(makeDigest([], { editionPapers: 17, profiles: [nakada] }));
    expect(subject).toBe('Broadsheet, Fri 21 Aug: Ryumei <Nakada>, h-index 8 → 9, 1,210 → 1,231…');
    expect(text).toContain('17 new papers today; none for you.');
    const quiet = await renderOnce(makeDigest([], { profiles: [nakada] }));
    expect(quiet.text).toContain('No new papers today.');
  });

  it('is cut after a dozen', async () => {
    const profiles = Array.from({ length: 15 }, (_, at) => ({ ...nakada, name: `Author ${at}` }));
    const { html, text } = await renderOnce(makeDigest([], { profiles }));
    for (const part of [plain(html), text]) {
      expect(part).toContain('Author 11');
      expect(part).not.toContain('Author 12');
      expect(part).toContain('and 3 more');
    }
  });
});

describe('the headers', () => {
  it('name where answers go, when that is somewhere else', async () => {
    const replyTo = 'Desk <desk@example.org>';
    const { headers } = await renderOnce(makeDigest([]), { mail: { ...settings.mail, replyTo } });
    expect(headers['Reply-To']).toBe(replyTo);
    const evil = { mail: { ...settings.mail, replyTo: 'a@b.org\r\nBcc: c@d.org' } };
    await expect(renderOnce(makeDigest([]), evil)).rejects.toThrow(RenderError);
  });

  it('are single lines, whatever a title, a name or an author is', async () => {
    const render = (await createRenderer(settings)).forEdition(edition);
    const hostile = fc.string({ unit: 'binary', maxLength: 120 });
    const marked = fc
      .tuple(hostile, fc.constantFrom('\r\nBcc: a@b.org', '\u2028', '\u0000', '\n\n<script>', ''))
      .map((two) => two.join(''));
    fc.assert(
      fc.property(marked, marked, marked, (title, name, why) => {
        const paper = makeFullPaper(1, { title, authors: [name], followed: [name], why });
        const profiles = [{ authorId: 'a', name, sourceId: 'x', papers: { from: 1, to: 2 } }];
        const digest = makeDigest([], {
          profiles,
          sections: [{ title: name, papers: [paper] }],
          rising: paper,
          subscriber,
        });
        const message = render(digest, envelope);
        for (const value of [message.subject, message.to, message.from, ...Object.values(message.headers)])
          expect(value).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029]/u);
        expect(message.html).not.toContain('<script');
      }),
      { numRuns: 80 },
    );
  });
});
