import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiToken } from '../../../src/access/api-tokens.js';
import type { WebServer } from '../../../src/web/server.js';
import { openServerDatabase, serviceUrl } from '../../support/databases.js';
import { openProgram, type Program } from '../../support/open-program.js';

describe('re-ingest by the API, on Redis and PostgreSQL', () => {
  const day = '2026-08-12';
  const { token, ...stored } = createApiToken();
  let database: Awaited<ReturnType<typeof openServerDatabase>>;
  let program: Program;
  let server: WebServer;

  beforeAll(async () => {
    database = await openServerDatabase();
    program = await openProgram(new Date('2026-08-13T15:30:00Z'), {
      DATABASE_URL: database.url,
      REDIS_URL: serviceUrl('REDIS_URL'),
      SECRET_KEY: 'a secret key that only tests know',
    });
    server = await program.app.openWeb();
    const createdAt = program.clock.now();
    await program.app.deps.store.addApiToken({
      ...stored,
      name: 'report',
      scope: 'operate',
      createdBy: 'admin',
      createdAt,
    });
  });
  afterAll(async () => {
    await server.close();
    await program.close();
    await database.close();
  });

  const headers = { authorization: `Bearer ${token}` };
  const get = async (url: string) => (await server.inject({ method: 'GET', url, headers })).json();
  const reingest = () =>
    server.inject({
      method: 'POST',
      url: '/api/v1/reingests',
      headers,
      payload: { source: 'hf-daily', date: day },
    });

  it('is one run when it is asked for twice at once, and both are told how it ended', async () => {
    const answers = await Promise.all([reingest(), reingest()]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([202, 202]);
    const places = answers.map(({ headers: { location } }) => String(location));
    const scans: string[] = [];
    for (const place of places) {
      await expect.poll(() => get(place)).toMatchObject({ state: 'done' });
      scans.push((await get(place)).readings[0].scan.id);
    }
    expect(new Set(scans).size).toBe(1);
    const { items } = await get('/api/v1/scans?source=hf-daily');
    expect(items).toMatchObject([{ id: scans[0], scope: { day }, outcome: 'ok', askedBy: 'token report' }]);
    expect((await get(`/api/v1/scans/${scans[0]}/changes?limit=100`)).items).toHaveLength(
      items[0].counts.fresh,
    );
    expect((await get(`/api/v1/papers?day=${day}&limit=100`)).items).toHaveLength(items[0].counts.papers);
  });
});
