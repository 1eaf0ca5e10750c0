import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenWeb, openWeb } from './open-web.js';
import { seedDay } from './seed-papers.js';

let web: OpenWeb;

beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());

const open = (url: string) => web.server.inject({ url });

async function seed(): Promise<void> {
  const list = (count: number, from: number, title: string) =>
    Array.from({ length: count }, (_, at) => ({
      ids: { arxiv: `2608.${from + at}` },
      title: `${title} ${at}`,
      upvotes: at,
    }));
  const robots = [...list(5, 20_000, 'Gripping with world models'), ...list(1, 20_100, 'Walking')];
  const old = [...list(9, 20_200, 'Walking on ice'), ...list(1, 20_300, 'Gripping')];
  const filed = (papers: { title: string }[], topic: string) =>
    Object.fromEntries(papers.map(({ title }) => [title, topic]));
  await seedDay(web.store, '2026-07-10', '2026-07-10T08:00:00Z', old, filed(old, 'robotics'));
  await seedDay(web.store, '2026-08-20', '2026-08-20T08:00:00Z', robots, filed(robots, 'robotics'));
  await web.query(
    `INSERT INTO matches SELECT paper_id, 'multimodal', 0.6, '{}', 'test' FROM paper_ids WHERE value IN ('2608.20000', '2608.20001')`,
  );
  await web.query(`INSERT INTO trends (topic_id, day, paper_id, upvotes, comments, sources, rise)
    SELECT 'multimodal', t.day, t.paper_id, 0, 0, 1, 0 FROM trends t JOIN paper_ids i USING (paper_id)
    WHERE i.value IN ('2608.20000', '2608.20001') AND t.topic_id = 'robotics'`);
}

test('shows topics without papers as they are', async () => {
  const { statusCode, body } = await open('/topics/robotics');
  expect(statusCode).toBe(200);
  expect(body).toContain('No paper has been filed here yet.');
  expect(body).toContain('There is too little to compare yet');
  expect((await open('/topics')).body).toContain('<span class="muted">no papers yet</span>');
});

test('lists all topics, the fullest of the week first, with how much there is of each', async () => {
  await seed();
  const { body } = await open('/topics');
  const names = [...body.matchAll(/<li>\s*<a href="\/topics\/([a-z-]+)">/g)].map(([, id]) => id);
  expect(names).toHaveLength(web.config.topics.length);
  expect(names.slice(0, 2)).toEqual(['robotics', 'multimodal']);
  expect(body).toContain('16 papers, 6 in the last week');
  expect(body).toContain('class="spark"');
});

test('shows what trends on a topic, what is newest, how many papers there are a day, as a chart and as a table', async () => {
  const { body } = await open('/topics/robotics');
  expect(body).toContain('16 papers in all.');
  expect(body).toContain('aria-label="Rank 1"');
  expect(body).toMatch(
    /role="img" aria-label="Papers a day on Robotics, 10 July 2026 to 21 August 2026: 16 in all/,
  );
  expect(body).toMatch(/<th scope="row">20 August 2026<\/th><td>6<\/td>/);
  expect(body).toContain('href="/?period=month&amp;topic=robotics"');
  expect(body).toContain('href="/papers?topic=robotics"');
});

test('shows the words that grew, with their counts', async () => {
  const { body } = await open('/topics/robotics');
  expect(body).toMatch(/<a href="[^"]*">world models<\/a><\/th><td>5 of 6<\/td><td>0 of 10<\/td>/);
  expect(body).toContain('q=%22world+models%22&amp;topic=robotics&amp;from=2026-08-08');
  expect(body).not.toMatch(/<th scope="row"><a href="[^"]*">Walking/);
});

test('leads to related topics, to its feeds, and to a subscription with the topic chosen', async () => {
  const { body } = await open('/topics/robotics');
  expect(body).toMatch(/href="\/topics\/multimodal">Multimodal<\/a> <span class="muted">2 papers on both/);
  expect(body).toContain('rel="alternate" type="application/atom+xml"');
  expect(body).toContain('href="/subscribe?topics=robotics"');
  expect((await open('/subscribe?topics=robotics')).body).toContain('value="robotics" checked');
});

test('says so, with ways on, when there is no such topic', async () => {
  for (const id of ['nonsense', 'ROBOTICS', "';--", '%00']) {
    const { statusCode, body } = await open(`/topics/${encodeURIComponent(id)}`);
    expect(statusCode).toBe(404);
    expect(body).toContain('href="/topics"');
  }
});
