import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sighting } from '../../src/model/paper.js';
import { now, type OpenWeb, openWeb } from './open-web.js';
import { seedDay } from './seed-papers.js';

let web: OpenWeb;
beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());

const get = (url: string) => web.server.inject({ method: 'GET', url });
const idOf = async (title: string) => {
  const [row] = await web.query<{ id: string }>('SELECT id FROM papers WHERE title = $1', [title]);
  return row?.id ?? '';
};
const open = async (title: string) => get(`/papers/${await idOf(title)}`);

let number = 0;
/** A paper as a day's list says it, with an arXiv id of its own. */
const seed = (
  papers: Partial<Sighting>[],
  at = '2026-08-20T06:00:00Z',
  topics: Record<string, string> = {},
) =>
  seedDay(
    web.store,
    '2026-08-20',
    at,
    papers.map((paper) => {
      number += 1;
      return { ids: { arxiv: `2608.${20_000 + number}` }, ...paper };
    }),
    topics,
  );

/** The words of a page, as a person reads them. */
const wordsOf = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ');

describe('the page of a paper', () => {
  it('says all that is known: text, people, places, votes over time, topics with evidence, history', async () => {
    const paper: Partial<Sighting> = {
      ids: { arxiv: '2608.11111', doi: '10.1000/grip' },
      title: 'Gripping $S^{2}$ with \\emph{soft} arms',
      abstract: 'We grip things. It works on $\\mathbb{R}^3$.',
      url: 'https://huggingface.co/papers/2608.11111',
      codeUrl: 'https://github.com/example/grip',
      projectUrl: 'https://grip.example.org/',
      publishedAt: '2026-08-19',
      ...{
        upvotes: 4,
        comments: 1,
        stars: 1200,
        institutions: ['Analytical Society'],
        categories: ['cs.RO'],
      },
    };
    const topics = { [paper.title ?? '']: 'robotics' };
    await seed([paper], '2026-08-20T06:00:00Z', topics);
    await seed([{ ...paper, upvotes: 11 }], '2026-08-20T12:00:00Z', topics);
    await seed([{ ...paper, upvotes: 30, comments: 3 }], '2026-08-21T06:00:00Z', topics);
    const { statusCode, headers, body } = await open(paper.title ?? '');
    expect(statusCode).toBe(200);
    expect(headers['cache-control']).toMatch(/^public/);
    const words = wordsOf(body);
    expect(body).toContain('<h1 dir="auto">Gripping S² with soft arms</h1>');
    for (const said of [
      ...[
        'Ada Lovelace',
        'Mary Somerville',
        'It works on ℝ³.',
        'Published 19 August 2026',
        'Robotics',
        '90 %',
      ],
      ...[
        'for a telling word',
        'Hugging Face, daily papers',
        'In the list of 20 August 2026',
        'Analytical Society',
      ],
      ...['First seen', '▲ 30', '+26', '3 comments', 'Code, ★ 1.2k'],
    ])
      expect(words).toContain(said);
    for (const address of [
      'https://arxiv.org/abs/2608.11111',
      'https://arxiv.org/pdf/2608.11111',
      'https://doi.org/10.1000/grip',
      'https://github.com/example/grip',
      'https://grip.example.org/',
      'https://huggingface.co/papers/2608.11111',
    ])
      expect(body).toContain(`href="${address}"`);
    expect(body).toContain('aria-label="Votes, from 4 on 20 August 2026 to 30 on 21 August 2026."');
    expect(body.match(/<tr><th scope="row">2\d Aug 2026 \d\d:00<\/th><td>\d+<\/td>/g)?.slice(0, 3)).toEqual([
      '<tr><th scope="row">21 Aug 2026 06:00</th><td>30</td>',
      '<tr><th scope="row">20 Aug 2026 12:00</th><td>11</td>',
      '<tr><th scope="row">20 Aug 2026 06:00</th><td>4</td>',
    ]);
    expect(body).not.toMatch(/\sstyle=|<script>|\son[a-z]+=/);
  });

  it('leads to papers that are near in words', async () => {
    await seed([{ title: 'Pangolin scales under load' }, { title: 'The load on pangolin scales' }]);
    const { body } = await open('Pangolin scales under load');
    expect(body).toContain(`href="/papers/${await idOf('The load on pangolin scales')}"`);
    expect(wordsOf(body)).toContain('Related papers');
  });

  it('stands without anything but a title, and says what is missing', async () => {
    await seed([{ ids: {}, title: 'Bare bones', authors: [] }]);
    const { statusCode, body } = await open('Bare bones');
    expect(statusCode).toBe(200);
    expect(wordsOf(body)).toContain('No source gives an abstract of this paper.');
    for (const absent of ['id="over-time"', 'id="topics"', 'id="abstract"', 'id="related"', 'class="names"'])
      expect(body).not.toContain(absent);
  });

  it.each([
    ['markup', '<img src=x onerror=alert(1)></title><script>alert(2)</script>'],
    ['a quote in it', `" onmouseover="alert(1)' x='`],
    ['a template', '<%= it.site %> {{x}} #{x}'],
  ])('shows a title of %s as it is written', async (_kind, title) => {
    await seed([
      { title, authors: [title], abstract: title, summary: title, institutions: [title], keywords: [title] },
    ]);
    const { statusCode, body } = await open(title);
    expect(statusCode).toBe(200);
    expect(body).not.toMatch(/<img|<script>|onmouseover="/);
  });

  it('links to no address that is not of the web', async () => {
    await seed([
      {
        ids: {},
        title: 'Bad links',
        url: 'javascript:alert(1)',
        codeUrl: 'data:text/html,x',
        projectUrl: 'vbscript:x',
      },
    ]);
    const { body } = await open('Bad links');
    expect(body).not.toMatch(/href="(?:javascript|data|vbscript):/i);
  });

  it('names six hundred authors, most of them folded away, and how many no source names', async () => {
    const authors = Array.from({ length: 600 }, (_, at) => `Author Number${at}`);
    await seed([{ title: 'A large collaboration', authors, authorCount: 1000 }]);
    const { body } = await open('A large collaboration');
    const words = wordsOf(body);
    expect(words).toContain('and 576 more');
    expect(words).toContain('Author Number599');
    expect(words).toContain('and 400 more, whom no source names');
    expect(body.length).toBeLessThan(100_000);
  });

  it('writes from right to left what is written so', async () => {
    await seed([{ title: 'عنوان الورقة', abstract: 'ملخص قصير.', authors: ['أدا لوفلايس'] }]);
    const { body } = await open('عنوان الورقة');
    expect(body).toContain('<h1 dir="auto">عنوان الورقة</h1>');
    expect(body).toContain('<p class="abstract" dir="auto">');
  });

  it('leads from the front page, whose list shows votes over time', async () => {
    const { body } = await get('/?day=2026-08-20');
    const id = await idOf('Gripping $S^{2}$ with \\emph{soft} arms');
    expect(body).toContain(`<h2><a href="/papers/${id}" dir="auto">Gripping S² with soft arms</a></h2>`);
    expect(body.match(/<svg class="spark"/g)).toHaveLength(1);
    expect(body).toContain('href="https://arxiv.org/abs/2608.11111">arXiv</a>');
  });
});

describe('the address of a paper', () => {
  it('that was found to be another leads there for good, the file to cite it too', async () => {
    await seed([{ title: 'Stays' }, { title: 'Goes' }]);
    const [stays, goes] = [await idOf('Stays'), await idOf('Goes')];
    await web.query('INSERT INTO paper_aliases (alias_id, paper_id, merged_at) VALUES ($1, $2, $3)', [
      goes,
      stays,
      now,
    ]);
    await web.query('DELETE FROM papers WHERE id = $1', [goes]);
    const answer = await get(`/papers/${goes}`);
    expect([answer.statusCode, answer.headers.location]).toEqual([301, `/papers/${stays}`]);
    expect((await get(`/papers/${goes}/bibtex`)).headers.location).toBe(`/papers/${stays}/bibtex`);
  });

  it.each([
    '00000000-0000-4000-8000-000000000000',
    'nothing',
    '%00',
    "'%20OR%20true--",
    '..%2f..%2fetc',
    '2608.11111.11111',
    'x'.repeat(400),
  ])('that is nobody’s (%s) is answered with ways on', async (id) => {
    for (const url of [`/papers/${id}`, `/papers/${id}/bibtex`]) {
      const answer = await get(url);
      expect(answer.statusCode).toBe(404);
      expect(answer.body).toContain('href="/papers"');
      expect(answer.body).toContain('href="/"');
    }
  });
});

describe('the entry to cite a paper by', () => {
  it('stands on the page and can be had as a file', async () => {
    await seed([
      {
        ids: { arxiv: '2608.12345' },
        ...{
          title: 'On 100% of {braces} & $x_1$',
          authors: ['Ada Lovelace', 'Mary Somerville'],
          authorCount: 3,
        },
        ...{ publishedAt: '2026-08-19', categories: ['cs.LG'] },
      },
    ]);
    const id = await idOf('On 100% of {braces} & $x_1$');
    const answer = await get(`/papers/${id}/bibtex`);
    expect(answer.headers['content-type']).toBe('text/x-bibtex; charset=utf-8');
    expect(answer.headers['content-disposition']).toBe('attachment; filename="lovelace2026100.bib"');
    expect(answer.body).toBe(
      [
        '@misc{lovelace2026100,',
        '  title         = {{On 100\\% of braces \\& x₁}},',
        '  author        = {Ada Lovelace and Mary Somerville and others},',
        '  year          = {2026},',
        '  month         = {8},',
        '  eprint        = {2608.12345},',
        '  archivePrefix = {arXiv},',
        '  primaryClass  = {cs.LG},',
        '  url           = {https://arxiv.org/abs/2608.12345},',
        '}',
        '',
      ].join('\n'),
    );
    const { body } = await get(`/papers/${id}`);
    expect(body).toContain(`href="/papers/${id}/bibtex"`);
    expect(wordsOf(body)).toContain('@misc{lovelace2026100,');
  });
});
