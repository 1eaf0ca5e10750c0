import { afterAll, beforeAll, expect, test } from 'vitest';
import { createToken } from '../../src/access/tokens.js';
import { composeDigest } from '../../src/digest/compose-digest.js';
import { rankPapers } from '../../src/digest/rank-papers.js';
import { openWriters } from '../../src/jobs/open-writers.js';
import { LETTER_KINDS, TOKEN_PURPOSES } from '../../src/model/letter.js';
import type { Message } from '../../src/model/message.js';
import { openBrowser } from './browse.js';
import { now, type OpenWeb, openWeb } from './open-web.js';
import { seedDay } from './seed-papers.js';

const publicUrl = 'https://paper.example.org';
const MOST_PAGES = 400;

let web: OpenWeb;

beforeAll(async () => {
  web = await openWeb({ variables: { PUBLIC_URL: publicUrl } });
  await seedDay(web.store, '2026-08-20', '2026-08-20T12:00:00Z', [{ title: 'Arms that learn' }], {
    'Arms that learn': 'robotics',
  });
});
afterAll(() => web.close());

/** Every row of every table of ours, so that any change shows. */
async function everything(): Promise<unknown> {
  const tables = await web.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'broadsheet' ORDER BY 1`,
  );
  const rows: Record<string, unknown> = {};
  for (const { name } of tables)
    rows[name] = await web.query(
      `SELECT to_jsonb(t) AS row FROM broadsheet.${name} t ORDER BY to_jsonb(t)::text`,
    );
  return rows;
}

/** An edition, a reader, and one mail of each kind as it would be sent to them. */
async function writeMails(): Promise<Message[]> {
  const news = await web.store.newsFor('daily', now);
  const papers = rankPapers(news, web.config.trending, now, web.config.topics);
  const { edition } = await web.store.freezeEdition({
    ...{ cadence: 'daily', date: '2026-08-21', frozenAt: now, missing: [], profiles: [], papers },
  });
  const subscriber = await web.store.addSubscriber({ email: 'ada@example.org', state: 'active' });
  const { renderer, letters } = await openWriters(web.config, web.links);
  const envelope = { messageId: '<1@paper.example.org>', date: now };
  const composed = composeDigest(edition, subscriber, new Set());
  if ('skip' in composed) throw new Error(composed.skip);
  const mails = [renderer.forEdition(edition)(composed.digest, envelope)];
  for (const kind of LETTER_KINDS) {
    const purpose = TOKEN_PURPOSES.find((each) => each === kind);
    const fresh = purpose && createToken(purpose, now);
    if (fresh)
      await web.query(
        'INSERT INTO tokens (hash, subscriber_id, purpose, expires_at, new_email) VALUES ($1, $2, $3, $4, $5)',
        [fresh.stored.hash, subscriber.id, purpose, fresh.stored.expiresAt, 'new@example.org'],
      );
    const letter = { id: kind, kind, to: subscriber.email, subscriber };
    mails.push(letters(letter, fresh && web.links.letter(fresh.stored.purpose, fresh.token), envelope));
  }
  return mails;
}

/** Addresses of this site in HTML, text or headers. */
function linksIn(text: string): string[] {
  const absolute = [...text.matchAll(/https:\/\/paper\.example\.org(\/[^\s"'<>)]*)/g)].map(
    ([, path = '/']) => path,
  );
  const relative = [...text.matchAll(/(?:href|src)="(\/[^"#]*)/g)].map(([, path = '/']) => path);
  return [...absolute, ...relative].map((path) => path.replaceAll('&amp;', '&'));
}

test('whoever opens every link of every mail and page changes nothing', async () => {
  const mails = await writeMails();
  const browser = openBrowser(web.server, { host: 'paper.example.org', 'x-forwarded-proto': 'https' });
  await browser.login();
  const before = await everything();

  const seen = new Set<string>();
  const waiting = [
    ...mails.flatMap(({ html, text, headers }) =>
      linksIn([html, text, ...Object.values(headers)].join('\n')),
    ),
    ...['/', '/admin', '/subscribe', '/healthz', '/readyz'],
  ];
  for (let path = waiting.shift(); path !== undefined && seen.size < MOST_PAGES; path = waiting.shift()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const answer = await browser.get(path);
    expect([path, answer.statusCode < 500]).toEqual([path, true]);
    if (String(answer.headers['content-type']).startsWith('text/html')) waiting.push(...linksIn(answer.body));
  }

  const kinds = ['unsubscribe', 'preferences', 'editions', ...TOKEN_PURPOSES];
  for (const kind of kinds) expect([...seen].some((path) => path.startsWith(`/${kind}/`))).toBe(true);
  expect(seen.size).toBeLessThan(MOST_PAGES);
  expect(await everything()).toEqual(before);
});
