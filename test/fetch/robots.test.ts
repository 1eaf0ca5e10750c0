import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FetchError } from '../../src/errors.js';
import type { Fetcher } from '../../src/fetch/fetcher.js';
import type { Database } from '../../src/store/database.js';
import type { Store } from '../../src/store/store.js';
import { createTestStore, openEmbeddedDatabase } from '../support/databases.js';
import * as site from '../support/misbehaving-site.js';
import { askOnce, openOwnSite, openPoliteFetcher } from './polite-stage.js';

let database: Database;
let store: Store;
beforeAll(async () => {
  database = await openEmbeddedDatabase();
  store = createTestStore(database);
});
afterAll(() => database.close());

async function openStage(robots?: site.Behaviour) {
  const local = await openOwnSite();
  if (robots) local.on('/robots.txt', robots);
  local.on('/open', site.page('x'));
  local.on('/private/x', site.page('x'));
  const fetcher = openPoliteFetcher(store, [local]);
  return { local, fetcher, asked: () => local.seen.filter(({ path }) => path === '/robots.txt').length };
}

const ask = (fetcher: Fetcher, local: site.MisbehavingSite, path: string) =>
  askOnce(fetcher, { url: local.url + path });

/** Turns a day on: what is kept of the host is old now. */
const age = (host: string) =>
  database.query(`UPDATE robots SET fresh_until = now() - interval '1 s' WHERE host = $1`, [host]);

const RULES = 'User-agent: *\nDisallow: /private\n';

describe('robots.txt', () => {
  it('forbids pages, not interfaces, and is asked for once', async () => {
    const { local, fetcher, asked } = await openStage(site.page(RULES, { 'content-type': 'text/plain' }));
    expect(await ask(fetcher, local, '/open')).toBe('page');
    expect(await ask(fetcher, local, '/private/x')).toMatchObject({
      code: 'forbidden',
      retry: 'never',
      message: `${local.host} forbids /private/x to programs (robots.txt)`,
    });
    expect(await askOnce(fetcher, { url: `${local.url}/private/x`, kind: 'api' })).toBe('page');
    expect(asked()).toBe(1);
    const another = openPoliteFetcher(createTestStore(database), [local]);
    expect(await ask(another, local, '/open')).toBe('page');
    expect(asked()).toBe(1);
    await Promise.all([fetcher.close(), another.close()]);
  });

  it('may speak of this program by name', async () => {
    const rules = `User-agent: *\nDisallow: /\n\nUser-agent: broadsheet\nDisallow: /private\n`;
    const { local, fetcher } = await openStage(site.page(rules));
    expect(await ask(fetcher, local, '/open')).toBe('page');
    expect(await ask(fetcher, local, '/private/x')).toMatchObject({ code: 'forbidden' });
    await fetcher.close();
  });

  it('holds for where a page is redirected to', async () => {
    const { local, fetcher } = await openStage(site.page(RULES));
    local.on('/moved', site.redirect('/private/x'));
    expect(await ask(fetcher, local, '/moved')).toMatchObject({ code: 'forbidden' });
    expect(local.seen.map(({ path }) => path)).not.toContain('/private/x');
    await fetcher.close();
  });

  it.each([
    ['is not there', site.status(404)],
    ['is itself refused', site.status(403)],
    ['is empty', site.page('')],
    ['leads to a host that may not be asked', site.redirect('http://elsewhere.example/robots.txt')],
  ])('forbids nothing when it %s', async (_what, behaviour) => {
    const { local, fetcher, asked } = await openStage(behaviour);
    expect(await ask(fetcher, local, '/private/x')).toBe('page');
    expect(await ask(fetcher, local, '/open')).toBe('page');
    expect(asked()).toBe(1);
    await fetcher.close();
  });

  it('keeps pages closed while the site fails to say what it allows, and is asked for again within the hour', async () => {
    const { local, fetcher, asked } = await openStage(site.status(500));
    for (const _time of [1, 2]) {
      const error = (await ask(fetcher, local, '/open')) as FetchError;
      expect(error).toMatchObject({ code: 'resting', retry: 'later' });
      expect(error.retryAfterMs).toBeLessThanOrEqual(3_600_000);
    }
    expect(local.seen).toHaveLength(1);
    local.on('/robots.txt', site.page(RULES));
    await age(local.host);
    expect(await ask(fetcher, local, '/open')).toBe('page');
    expect(asked()).toBe(2);
    await fetcher.close();
  });

  it('is asked for daily, and the last one known holds when it cannot be had', async () => {
    const { local, fetcher, asked } = await openStage(site.page(RULES));
    await ask(fetcher, local, '/open');
    await age(local.host);
    local.on('/robots.txt', site.hangUp());
    expect(await ask(fetcher, local, '/private/x')).toMatchObject({ code: 'forbidden' });
    expect(await ask(fetcher, local, '/open')).toBe('page');
    expect(asked()).toBe(2);
    await fetcher.close();
  });

  it('says what kept it from being had when the site cannot be reached', async () => {
    const { local, fetcher } = await openStage();
    await local.close();
    expect(await ask(fetcher, local, '/open')).toMatchObject({
      message: `${local.host} refused the connection`,
      retry: 'later',
    });
    await fetcher.close();
  });
});
