import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenWeb, openWeb } from './open-web.js';
import { seedDay } from './seed-papers.js';

let web: OpenWeb;
let id: string;

beforeAll(async () => {
  web = await openWeb();
  ({ id } = await web.store.followProfile({
    sourceId: 'scholarfeed',
    key: '118365',
    name: 'Ada <i>Lovelace</i>',
  }));
});
afterAll(() => web.close());

const get = (url: string) => web.server.inject({ method: 'GET', url });

/** What a source said of the person at a moment. */
const sample = (sourceId: string, key: string, at: string, figures: string) =>
  web.query(
    `INSERT INTO profile_samples (source_id, source_key, sampled_at, h_index, citations, novelty) VALUES ($1, $2, $3, ${figures})`,
    [sourceId, key, at],
  );
const read = (sourceId: string, key: string, at: string) =>
  web.query(
    `INSERT INTO scans (source_id, scope, started_at, finished_at, asked_by, outcome, counts)
     VALUES ($1, jsonb_build_object('profile', $2::text), $3, $3, 'test', 'ok', '{}')`,
    [sourceId, key, at],
  );

describe('the page of a person', () => {
  it('is there before anything was read, with a way to follow', async () => {
    const { statusCode, body } = await get(`/authors/${id}`);
    expect(statusCode).toBe(200);
    expect(body).toContain('<h1 dir="auto">Ada &lt;i&gt;Lovelace&lt;/i&gt;</h1>');
    expect(body).toContain(`href="/subscribe?author=${id}"`);
    expect(body).toContain('not read yet');
    expect(body).toContain('No papers here.');
    expect(body).not.toMatch(/id="figures"|id="over-time"/);
  });

  it('says what each source says side by side, how old that is, and how it moved', async () => {
    await web.query(
      `INSERT INTO profiles (source_id, source_key, author_id, name, field, orcid)
       VALUES ('catalyzex', 'Ada Lovelace', $1, 'A. Lovelace', 'Engines', '0000-0001-2345-6789')`,
      [id],
    );
    await sample('scholarfeed', '118365', '2026-08-01T06:00:00Z', '8, 1200, 0.4');
    await sample('scholarfeed', '118365', '2026-08-10T06:00:00Z', '9, 1260, 0.425');
    await sample('catalyzex', 'Ada Lovelace', '2026-08-05T06:00:00Z', '7, NULL, NULL');
    await read('scholarfeed', '118365', '2026-08-20T06:00:00Z');
    await read('catalyzex', 'Ada Lovelace', '2026-08-05T06:00:00Z');
    const { body } = await get(`/authors/${id}`);
    expect(body).toContain('<tr><th scope="row">h-index</th><td>7</td><td>9</td></tr>');
    expect(body).toContain('<tr><th scope="row">Citations</th><td>–</td><td>1,260</td></tr>');
    expect(body).toContain('<tr><th scope="row">Novelty</th><td>–</td><td>42.5 %</td></tr>');
    expect(body).toContain('<td class="warn">read 5 Aug 06:00 UTC</td><td>read 20 Aug 06:00 UTC</td>');
    expect(body).toContain(
      'aria-label="Citations, Scholar Feed, from 1,200 on 1 August 2026 to 1,260 on 20 August 2026."',
    );
    expect(body).toContain('<tr><th scope="row">20 Aug 2026 06:00</th><td></td><td>9</td>');
    expect(body).toContain('href="https://www.scholarfeed.org/author/118365"');
    expect(body).toContain('href="https://www.catalyzex.com/author/Ada%20Lovelace"');
    expect(body).toContain('href="https://orcid.org/0000-0001-2345-6789"');
    expect(body).not.toMatch(/\sstyle=|<script>/);
  });

  it('has their papers in parts, and is linked from each of them', async () => {
    const titles = Array.from({ length: 33 }, (_, at) => `On engine ${at}, with $\\alpha$`);
    await seedDay(
      web.store,
      '2026-08-20',
      '2026-08-20T06:00:00Z',
      titles.map((title, at) => ({
        title,
        publishedAt: `2026-07-${String(1 + (at % 28)).padStart(2, '0')}`,
      })),
    );
    await web.query(
      `INSERT INTO authorships (paper_id, author_id, name) SELECT id, $1, 'Ada Lovelace' FROM papers`,
      [id],
    );
    const first = (await get(`/authors/${id}`)).body;
    expect(first.match(/<a class="title"/g)).toHaveLength(30);
    expect(first).toContain('with α');
    expect(first).toContain(`href="/authors/${id}?page=2">31–33 of 33`);
    const second = (await get(`/authors/${id}?page=2`)).body;
    expect(second.match(/<a class="title"/g)).toHaveLength(3);
    expect(second).toContain(`href="/authors/${id}"><span aria-hidden="true">‹</span> 1–30`);
    const [, paper = ''] = /<a class="title" href="([^"]+)"/.exec(first) ?? [];
    expect((await get(paper)).body).toContain(`<a href="/authors/${id}">Ada Lovelace</a>`);
  });

  it.each(['?page=0', '?page=x', '?page=1e9', '?page=1&page=2', '?page=', '?page=900'])(
    'is shown all the same for %s',
    async (query) => {
      expect((await get(`/authors/${id}${query}`)).statusCode).toBe(200);
    },
  );

  it.each(['nobody', '00000000-0000-4000-8000-000000000000', '%00', "'--"])(
    'that is nobody’s (%s) is answered with ways on',
    async (unknown) => {
      const answer = await get(`/authors/${unknown}`);
      expect(answer.statusCode).toBe(404);
      expect(answer.body).toContain('href="/papers"');
    },
  );

  it('leads on when two were found to be one, as long as that stands', async () => {
    await web.query(
      `INSERT INTO people_decisions (id, source_id, source_key, other_source_id, other_source_key, same, parted, decided_by, decided_at)
       VALUES (gen_random_uuid(), 'catalyzex', 'Ada Lovelace', 'scholarfeed', '118365', true, $1, 'test', now())`,
      [
        JSON.stringify({
          id: '11111111-1111-4111-8111-111111111111',
          profiles: [{ sourceId: 'catalyzex', key: 'Ada Lovelace' }],
        }),
      ],
    );
    const answer = await get('/authors/11111111-1111-4111-8111-111111111111');
    expect([answer.statusCode, answer.headers.location]).toEqual([302, `/authors/${id}`]);
  });
});

describe('following from a page', () => {
  it('comes to the form with the person ticked, and is what the address confirms', async () => {
    const { body } = await get(`/subscribe?author=${id}&author=${id}&topics=robotics`);
    expect(body.match(/name="authors"/g)).toHaveLength(1);
    expect(body).toContain(`name="authors" value="${id}" checked`);
    expect(body).toContain('value="robotics" checked');
    const answer = await web.server.inject({
      ...{
        method: 'POST',
        url: '/subscribe',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
      payload: `email=ada%40example.org&authors=${id}`,
    });
    expect(answer.statusCode).toBe(202);
    const [reader] = await web.query<{ authors: string[] }>('SELECT authors FROM subscribers');
    expect(reader?.authors).toEqual([id]);
  });

  it('keeps who was chosen when the address is mistyped', async () => {
    const answer = await web.server.inject({
      ...{
        method: 'POST',
        url: '/subscribe',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
      payload: `email=nobody&authors=${id}`,
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain(`name="authors" value="${id}" checked`);
  });

  it.each(['?author=nobody', '?author=%00', '?author[x]=1', '?topics=none'])(
    'asks for nobody by %s',
    async (query) => {
      const { statusCode, body } = await get(`/subscribe${query}`);
      expect(statusCode).toBe(200);
      expect(body).not.toContain('name="authors"');
    },
  );
});
