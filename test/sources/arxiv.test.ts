import { describe, expect, it } from 'vitest';
import { ParseError } from '../../src/errors.js';
import type { Scope } from '../../src/model/scan.js';
import arxiv from '../../src/sources/arxiv.js';
import { isWithdrawn } from '../../src/sources/reading/arxiv-entry.js';
import { checkScope } from '../../src/sources/scope.js';
import { aPage } from './a-page.js';

const settings = {
  baseUrl: 'https://arxiv.org',
  hosts: { api: 'https://api.test', rss: 'https://rss.test' },
};
const apiUrl =
  'https://export.arxiv.org/api/query?search_query=au%3A%22A+B%22&start=0&max_results=100&sortBy=submittedDate';

interface Entry {
  id?: string;
  title?: string;
  summary?: string;
  published?: string;
  more?: string;
}

function entry({ id = 'http://arxiv.org/abs/2608.00001v1', title = 'A title', ...rest }: Entry = {}): string {
  const { summary = 'An abstract', published = '2026-08-20T10:00:00Z', more = '' } = rest;
  return `<entry><id>${id}</id><title>${title}</title><summary>${summary}</summary><published>${published}</published>${more}</entry>`;
}

function answer(entries: string[], { total = entries.length, start = 0 } = {}): string {
  return `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
<opensearch:itemsPerPage>100</opensearch:itemsPerPage><opensearch:totalResults>${total}</opensearch:totalResults><opensearch:startIndex>${start}</opensearch:startIndex>
${entries.join('\n')}</feed>\n`;
}

function readEntry(given: Entry) {
  const [sighting] = arxiv.parse(aPage(apiUrl, answer([entry(given)])), {}).sightings;
  if (!sighting) throw new Error('nothing was read');
  return sighting;
}

interface Announced {
  id?: string;
  type?: string;
  day?: string;
  creator?: string;
}

function item({ id = '2608.00001v1', type = 'new', day = 'Thu, 20 Aug 2026', creator = 'A B' }: Announced) {
  return `<item><title>T</title><link>https://arxiv.org/abs/${id}</link><description>arXiv:${id} Announce Type: ${type}
Abstract: An abstract</description><guid isPermaLink="false">oai:arXiv.org:${id}</guid><category>cs.AI</category>
<pubDate>${day} 00:00:00 -0400</pubDate><arxiv:announce_type>${type}</arxiv:announce_type><dc:creator>${creator}</dc:creator></item>`;
}

function channel(items: string[], day = 'Thu, 20 Aug 2026'): string {
  return `<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>
<title>cs.AI updates on arXiv.org</title><pubDate>${day} 00:00:00 -0400</pubDate>
<skipDays><day>Sunday</day><day>Saturday</day></skipDays>${items.join('\n')}</channel></rss>`;
}

function readChannel(body: string, scope: Scope = {}) {
  return arxiv.parse(aPage('https://rss.arxiv.org/rss/cs.AI', body), scope);
}

function failureOf(read: () => unknown): ParseError {
  try {
    read();
  } catch (error) {
    if (error instanceof ParseError) return error;
    throw error;
  }
  throw new Error('expected a ParseError');
}

describe('what is asked for', () => {
  const urlsOf = (scope: Scope) => arxiv.requests(scope, settings).map((each) => each.map(({ url }) => url));

  it('is the announcements of a category, in Atom if RSS fails', () => {
    expect(urlsOf({ category: 'cs.AI+cs.CL' })).toEqual([
      ['https://rss.test/rss/cs.AI+cs.CL', 'https://rss.test/atom/cs.AI+cs.CL'],
    ]);
  });

  it('is an author by the name as a phrase, newest first', () => {
    const [[url = ''] = []] = urlsOf({ author: 'Ryumei Nakada' });
    const { origin, searchParams } = new URL(url);
    expect(origin).toBe('https://api.test');
    expect(searchParams.get('search_query')).toBe('au:"Ryumei Nakada"');
    expect(searchParams.get('sortOrder')).toBe('descending');
  });

  it('is a list of ids in one answer', () => {
    const [[url = ''] = []] = urlsOf({ ids: '2503.20561,hep-th/9711200' });
    expect(new URL(url).searchParams.get('id_list')).toBe('2503.20561,hep-th/9711200');
  });

  it.each([
    { category: 'cs.AI/../..' },
    { category: 'Computer Science' },
    { author: 'x" OR all:y' },
    { ids: '2503.20561,abc' },
    { ids: Array.from({ length: 101 }, () => '2503.20561').join(',') },
  ])('is refused when it cannot be: %o', (scope) => {
    expect(() => checkScope(arxiv, scope)).toThrow('expected');
  });
});

describe('an entry of the API', () => {
  it('loses the version of its id and keeps it apart', () => {
    expect(readEntry({ id: 'http://arxiv.org/abs/quant-ph/0201082v12' })).toMatchObject({
      ids: { arxiv: 'quant-ph/0201082' },
      version: 12,
      url: 'https://arxiv.org/abs/quant-ph/0201082',
    });
  });

  it('may be titled 0', () => {
    expect(readEntry({ title: '0' }).title).toBe('0');
  });

  it('has its primary category first and none of another scheme', () => {
    const more =
      '<category term="cs.AI"/><category term="68T05"/><category term="I.2.6"/><category term="cond-mat.dis-nn"/><arxiv:primary_category term="cond-mat.dis-nn"/>';
    expect(readEntry({ more }).categories).toEqual(['cond-mat.dis-nn', 'cs.AI']);
  });

  it('has a DOI in lower case without the full stop behind it', () => {
    const more = '<arxiv:doi>10.1109/LCOMM.2025.3536182.</arxiv:doi>';
    expect(readEntry({ more }).ids.doi).toBe('10.1109/lcomm.2025.3536182');
    expect(readEntry({ more: '<arxiv:doi>10.48550/arXiv.2608.00001</arxiv:doi>' }).ids.doi).toBeUndefined();
  });

  it('tells the affiliations of all authors, each once', () => {
    const author = '<author><name>A B</name><arxiv:affiliation>X</arxiv:affiliation></author>';
    expect(readEntry({ more: author + author.replace('A B', 'C D') })).toMatchObject({
      authors: ['A B', 'C D'],
      institutions: ['X'],
    });
  });

  it('is marked when its newest version withdraws it', () => {
    const more = '<arxiv:comment>This paper has been withdrawn by the authors</arxiv:comment>';
    expect(readEntry({ more }).withdrawn).toBe(true);
    expect(readEntry({ more: '<arxiv:comment>12 pages</arxiv:comment>' }).withdrawn).toBeUndefined();
  });

  it.each([
    ['Withdrawn. An error in Lemma 3', true],
    ['This article is withdrawn because of an error', true],
    ['withdrawn by arXiv administrators', true],
    ['We study bank accounts from which money was withdrawn', false],
    ['An earlier version of this paper was withdrawn, this one is mended', false],
  ])('is withdrawn when the remark says so: %s', (remark, expected) => {
    expect(isWithdrawn(remark)).toBe(expected);
  });

  it('is unreadable without an id, a date or any text, and the others are kept', () => {
    const broken = { id: 'http://arxiv.org/abs/x y' };
    const good = Array.from({ length: 9 }, (_none, index) =>
      entry({ id: `http://arxiv.org/abs/2608.1000${index}v1` }),
    );
    const read = arxiv.parse(aPage(apiUrl, answer([...good, entry(broken)])), {});
    expect(read.sightings).toHaveLength(9);
    expect(read.unreadable).toEqual([
      { at: 'papers[9]', reason: 'id: "http://arxiv.org/abs/x y" is no arXiv id' },
    ]);
    expect(() => readEntry({ published: 'yesterday' })).toThrow('published');
    expect(() => readEntry({ title: '', summary: ' ' })).toThrow('neither title nor abstract');
  });
});

describe('an answer of the API', () => {
  it('may have none of the papers asked for', () => {
    expect(arxiv.parse(aPage(apiUrl, answer([])), {})).toMatchObject({ sightings: [], next: [] });
  });

  it('is followed by the next page while there are more papers', () => {
    const { next } = arxiv.parse(aPage(apiUrl, answer([entry()], { total: 150, start: 99 })), {});
    expect(next).toEqual([{ url: apiUrl.replace('start=0', 'start=100'), kind: 'api' }]);
    expect(arxiv.parse(aPage(apiUrl, answer([entry()], { total: 100, start: 99 })), {}).next).toEqual([]);
    const far = answer([entry()], { total: 90_000, start: 29_999 });
    expect(arxiv.parse(aPage(apiUrl, far), {}).next).toEqual([]);
  });

  it('is not believed when it is empty in the middle of a list', () => {
    const error = failureOf(() => arxiv.parse(aPage(apiUrl, answer([], { total: 150, start: 100 })), {}));
    expect(error).toMatchObject({ code: 'parse', retry: 'later' });
  });

  it('is an error, never a paper, when its entry is titled so', () => {
    const id = 'https://arxiv.org/api/errors#incorrect_id_format_for_abc';
    const body = answer([entry({ id, title: 'Error', summary: 'incorrect id format for abc' })]);
    expect(failureOf(() => arxiv.parse(aPage(apiUrl, body), {})).message).toContain(
      'incorrect id format for abc',
    );
    expect(readEntry({ title: 'Error' }).title).toBe('Error');
  });

  it.each(['', '  \n', 'Rate exceeded.'])('is blocked when the site turns callers away: %j', (body) => {
    const error = failureOf(() => arxiv.parse(aPage(apiUrl, body), {}));
    expect(error).toMatchObject({ code: 'blocked', retry: 'later' });
  });

  it('is not believed when it is cut or nested without end', () => {
    const whole = answer([entry()]);
    expect(() => arxiv.parse(aPage(apiUrl, whole.slice(0, -12)), {})).toThrow('is cut');
    const deep = whole.replace('A title', '<a>'.repeat(2000));
    expect(() => arxiv.parse(aPage(apiUrl, deep), {})).toThrow('nested without end');
  });
});

describe('the announcements', () => {
  it('feature new papers and cross-lists on the day, and no new versions', () => {
    const types = ['new', 'cross', 'replace', 'replace-cross'];
    const items = types.map((type, index) => item({ id: `2608.0000${index}v${index + 1}`, type }));
    const { covers, sightings } = readChannel(channel(items));
    expect(covers).toEqual({ date: '2026-08-20' });
    expect(sightings.map(({ featuredOn }) => featuredOn)).toEqual([
      '2026-08-20',
      '2026-08-20',
      undefined,
      undefined,
    ]);
    expect(sightings.map(({ version }) => version)).toEqual([1, 2, 3, 4]);
  });

  it('have the abstract without what is before it', () => {
    expect(readChannel(channel([item({})])).sightings[0]?.abstract).toBe('An abstract');
  });

  it('are empty on a weekend', () => {
    const read = readChannel(channel([], 'Sat, 22 Aug 2026'));
    const quiet = { quietWeekdays: [7, 6] };
    expect(read).toEqual({ covers: { date: '2026-08-22' }, sightings: [], unreadable: [], ...quiet });
  });

  it('are of the day of their papers when the feed claims another', () => {
    const stale = channel([item({ day: 'Wed, 19 Aug 2026' })]);
    expect(readChannel(stale).covers).toEqual({ date: '2026-08-19' });
    expect(readChannel(stale).sightings[0]?.featuredOn).toBe('2026-08-19');
  });

  it('are of the day it is on the US east coast', () => {
    const body = channel([]).replace('20 Aug 2026 00:00:00 -0400', '20 Aug 2026 03:59:00 +0000');
    expect(readChannel(body).covers).toEqual({ date: '2026-08-19' });
  });

  it('name the authors one by one, with their accents and suffixes', () => {
    const creator =
      'Paulo Andr\\\'e Lima, William Strunk, Jr., Bj\\"{o}rn \\O{}stby, Jo\\~ao {\\L}ukasz, Sa\\v{s}a';
    expect(readChannel(channel([item({ creator })])).sightings[0]?.authors).toEqual([
      'Paulo André Lima',
      'William Strunk, Jr.',
      'Björn Østby',
      'João Łukasz',
      'Saša',
    ]);
  });

  it('are refused when they are of another category', () => {
    expect(readChannel(channel([]), { category: 'cs.AI' }).sightings).toEqual([]);
    expect(() => readChannel(channel([]), { category: 'cs.CL' })).toThrow('announcements of cs.AI');
  });

  it('do not hide an announce type that nobody knows', () => {
    expect(() => readChannel(channel([item({ type: 'revised' })]))).toThrow('announce type is unknown');
  });

  it('are not just any feed', () => {
    const other = channel([]).replace('cs.AI updates on arXiv.org', 'News of the day');
    expect(() => readChannel(other)).toThrow('the title of an arXiv announcement is missing');
  });
});
