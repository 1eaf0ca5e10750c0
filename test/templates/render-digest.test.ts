import { describe, expect, it } from 'vitest';
import { RenderError } from '../../src/errors.js';
import { createRenderer } from '../../src/templates/render-digest.js';
import {
  edition,
  envelope,
  makeDigest,
  makeFullPaper,
  makePaper,
  renderOnce,
  settings,
  subscriber,
} from './sample-digest.js';

const weekly = { ...edition, cadence: 'weekly' as const, date: '2026-08-24', number: 34 };
const plain = (html: string) =>
  html
    .replace(/<style[\s\S]*?<\/style>|<title>.*?<\/title>|<!--[\s\S]*?-->|<[^>]+>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/\s+/g, ' ');

describe('the lead', () => {
  it('counts what is new and what is for the reader', async () => {
    const one = await renderOnce(makeDigest([makePaper(1)], { editionPapers: 1 }));
    expect(one.text).toContain('1 new paper today; 1 for you.');
    const some = await renderOnce(makeDigest([makePaper(1), makePaper(2)], { editionPapers: 17 }));
    expect(some.text).toContain('17 new papers today; 2 for you.');
    expect(plain(some.html)).toContain('17 new papers today; 2 for you.');
  });

  it('does not call a revised paper new', async () => {
    const revised = makePaper(1, { revised: true });
    const all = await renderOnce(makeDigest([revised], { editionPapers: 0 }));
    expect(all.text).toContain('No new papers today; 1 revised for you.');
    const some = await renderOnce(makeDigest([revised, makePaper(2)], { editionPapers: 5 }));
    expect(some.text).toContain('5 new papers today; 2 for you, 1 of them revised.');
    expect(plain(some.html)).toContain('Revised');
  });

  it('names what rises fastest, when something does', async () => {
    const paper = makeFullPaper(1, { title: 'A short title' });
    const risen = await renderOnce(makeDigest([paper], { rising: paper }));
    expect(plain(risen.html)).toContain('Rising fastest: A short title , ▲ 34 since yesterday.');
    expect(risen.text).toContain('Rising fastest: A short title, ▲ 34 since\nyesterday.');
    const { gained, ...flat } = paper;
    for (const rising of [flat, { ...flat, gained: 0 }, { ...flat, gained: Number.NaN }])
      expect((await renderOnce(makeDigest([flat], { rising }))).text).not.toContain('Rising');
    expect(gained).toBe(34);
  });

  it('tells which sources were not read in time', async () => {
    const digest = makeDigest([makePaper(1)], { edition: { ...edition, missing: ['arxiv', 'dblp'] } });
    const { html, text } = await renderOnce(digest);
    expect(plain(html)).toContain('Not read in time: arxiv, dblp.');
    expect(text).toContain('Not read in time: arxiv, dblp.');
  });

  it('speaks of the week in a weekly mail', async () => {
    const paper = makeFullPaper(1);
    const { text, html } = await renderOnce(
      makeDigest([paper], {
        edition: weekly,
        rising: paper,
        subscriber: { ...subscriber, cadence: 'weekly' },
      }),
    );
    expect(text).toContain('1 new paper this week; 1 for you.');
    expect(text).toContain('every Monday');
    expect(text).not.toMatch(/since yesterday|today;/);
    expect(html).toContain('href="https://papers.example.org/editions/2026-08-24?cadence=weekly"');
  });
});

describe('a quiet day', () => {
  it('is one line', async () => {
    const { html, text, paperIds } = await renderOnce(makeDigest([]));
    expect(plain(html)).toContain('Nothing new today.');
    expect(text).toContain('Nothing new today.');
    expect(html).not.toMatch(/<h2|<h3/);
    expect(paperIds).toEqual([]);
  });

  it('is not called quiet when there was something for others', async () => {
    const { text } = await renderOnce(makeDigest([], { editionPapers: 3 }));
    expect(text).toContain('Nothing new for you today. 3 new papers in all.');
  });
});

describe('a paper', () => {
  it('shows title, authors, summary, counts, topic and why, in this order', async () => {
    const { html, text } = await renderOnce(makeDigest([makeFullPaper(1)]));
    const order =
      /Paper 1 has a title.*Ada Beispiel, Bob Exemple, Chen Muster, Dana Primer et al\..*The first sentence.*▲ 128.*\+34.*12 comments.*★ 3\.2k code.*Agents and reasoning.*Why: rising fastest today.*paper.*PDF.*code.*discussion/s;
    expect(plain(html)).toMatch(order);
    expect(text).toMatch(order);
  });

  it('leaves out what is not known', async () => {
    const bare = makePaper(1, { authors: [], authorCount: 0, upvotes: Number.NaN, comments: 0 });
    const { html, text } = await renderOnce(makeDigest([bare]));
    expect(plain(html)).toContain('Language models Paper number 1 Why: rising fastest today');
    expect(text).toContain('\nPaper number 1\nWhy: rising fastest today\npaper [1]\n');
  });

  it('sets off the authors a reader follows, also behind the fourth, for that reader only', async () => {
    const paper = makeFullPaper(1);
    const render = (await createRenderer(settings)).forEdition(edition);
    const follower = render(makeDigest([{ ...paper, followed: ['Emil Próba'] }]), envelope);
    expect(follower.html).toMatch(/Dana Primer, <b class="ink"[^>]*>Emil Próba<\/b><\/div>/);
    expect(follower.text).toContain('Dana Primer, Emil Próba\n');
    expect(render(makeDigest([paper]), envelope).html).not.toContain('Emil Próba');
  });

  it('uses the singular for one comment', async () => {
    const { text } = await renderOnce(makeDigest([makeFullPaper(1, { comments: 1, stars: 950 })]));
    expect(text).toContain('▲ 128 +34 · 1 comment · ★ 950 code · Agents and reasoning');
  });
});

describe('the foot', () => {
  it('says when and why the reader gets this, in the words of their clock', async () => {
    const reader = {
      ...subscriber,
      timeZone: 'Pacific/Auckland',
      createdAt: new Date('2026-05-03T13:00:00Z'),
    };
    const { html, text } = await renderOnce(makeDigest([], { subscriber: reader }));
    const reason =
      'You get this at 7:00 Pacific/Auckland, Monday to Friday, because you asked for it on 4 May 2026.';
    expect(plain(html)).toContain(reason);
    expect(text.replace(/\n/g, ' ')).toContain(reason);
  });

  it('names the days of editions as they are configured', async () => {
    const { text } = await renderOnce(makeDigest([]), { days: ['monday', 'wednesday', 'friday'] });
    expect(text).toContain('Mondays, Wednesdays and Fridays');
  });

  it('shows the postal address and a link for changes when there are such', async () => {
    const { html, text } = await renderOnce(makeDigest([]), {
      site: { ...settings.site, postalAddress: '1 Sample Street' },
      links: { ...settings.links, preferences: () => 'https://papers.example.org/preferences/t' },
    });
    for (const part of [plain(html), text]) expect(part).toMatch(/Change what you get.*1 Sample Street/s);
    expect((await renderOnce(makeDigest([]))).html).not.toContain('Change what you get');
  });
});

describe('the text part', () => {
  it('keeps to 72 columns, addresses apart', async () => {
    const wide = makeFullPaper(1, {
      title: `${'word '.repeat(40)}${'x'.repeat(200)}`,
      why: 'keyword: '.repeat(15),
    });
    const { text } = await renderOnce(makeDigest([wide, makeFullPaper(2)], { rising: wide }));
    for (const line of text.split('\n'))
      if (!line.includes('://')) expect(line.length).toBeLessThanOrEqual(72);
  });

  it('numbers every link once and lists it where it is used', async () => {
    const papers = [makeFullPaper(1), makeFullPaper(2)];
    const sections = papers.map((paper, index) => ({ title: `Part ${index}`, papers: [paper] }));
    const { text } = await renderOnce(makeDigest([], { editionPapers: 2, sections }));
    const listed = [...text.matchAll(/^\[(\d+)\] https:/gm)].map((match) => Number(match[1]));
    expect(listed).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(text).toMatch(/PART 0.*discussion \[4\].*\[4\] https:.*PART 1.*paper \[5\]/s);
  });
});

describe('the headers', () => {
  it('let a mail program file the mail and leave with one click', async () => {
    const unsubscribeMailto = ({ id }: { id: string }) => `mailto:bounces@example.org?subject=leave%20${id}`;
    const links = { ...settings.links, unsubscribeMailto };
    const { headers, to, from, messageId, date } = await renderOnce(makeDigest([]), { links });
    expect(headers).toEqual({
      'List-Id': 'Broadsheet <daily.papers.example.org>',
      'List-Unsubscribe':
        '<https://papers.example.org/unsubscribe/s1>, <mailto:bounces@example.org?subject=leave%20s1>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Auto-Submitted': 'auto-generated',
    });
    expect({ to, from, messageId, date }).toEqual({
      to: 'ada@example.org',
      from: 'Broadsheet <paper@example.org>',
      ...envelope,
    });
  });

  it('cannot be added to by an address or a link', async () => {
    for (const email of [
      'a@b.org\r\nBcc: c@d.org',
      'a@b.org, c@d.org',
      'a@b.org, nobody',
      'a@b.org\r\nX-Odd: 1',
      'nobody',
      'A <a@b.org>',
    ])
      await expect(renderOnce(makeDigest([], { subscriber: { ...subscriber, email } }))).rejects.toThrow(
        RenderError,
      );
    const from = 'Broadsheet <a@b.org>\nBcc: c@d.org';
    await expect(renderOnce(makeDigest([]), { mail: { ...settings.mail, from } })).rejects.toThrow(
      RenderError,
    );
    const links = { unsubscribe: () => 'javascript:leave()' };
    await expect(renderOnce(makeDigest([]), { links })).rejects.toThrow(RenderError);
  });
});

describe('the page', () => {
  it('holds no word of missing data', async () => {
    const papers = [makePaper(1), makeFullPaper(2), makePaper(3, { gained: Number.NaN, stars: Number.NaN })];
    for (const digest of [makeDigest([]), makeDigest(papers), makeDigest(papers, { edition: weekly })]) {
      const { html, text, subject } = await renderOnce(digest);
      for (const part of [html, text, subject]) expect(part).not.toMatch(/undefined|NaN|null|\[object|\{\{/);
    }
  });

  it('loads nothing from elsewhere and tells its language, its colours and which tables are for layout', async () => {
    const { html } = await renderOnce(makeDigest([makeFullPaper(1)]));
    expect(html).not.toMatch(/<img|<link|@import|url\(/);
    expect(html).toContain('<html lang="en"');
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html.match(/<table(?![^>]*role="presentation")/g)).toBeNull();
    expect([...html.matchAll(/<h(\d)/g)].map((match) => match[1])).toEqual(['1', '2', '3']);
  });

  it('belongs to the edition it was prepared for', async () => {
    const render = (await createRenderer(settings)).forEdition(edition);
    const other = makeDigest([], { edition: { ...edition, id: 'e2' } });
    expect(() => render(other, envelope)).toThrow(RenderError);
  });
});
