import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { seedDay } from '../seed-papers.js';
import { freezeWithReaders } from './freeze-with-readers.js';
import { type OpenApi, openApi } from './open-api.js';

interface Operation {
  operationId: string;
  summary: string;
  security?: object[];
  parameters?: { name: string; in: string }[];
  responses: Record<string, { content: Record<string, { schema: object }> }>;
}
interface Description extends Record<string, unknown> {
  openapi: string;
  info: { title: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

let api: OpenApi;
let description: Description;
/** What is asked of each operation, so that its answer is not empty. */
const asked: Record<string, string> = {};

beforeAll(async () => {
  api = await openApi();
  const topics = { 'A Robot That Folds Sheets': 'robotics' };
  const papers = [{ title: 'A Robot That Folds Sheets', upvotes: 3, comments: 1, abstract: 'It folds.' }];
  await seedDay(api.store, '2026-08-20', '2026-08-20T08:00:00Z', papers, topics);
  await freezeWithReaders(api, '2026-08-20');
  const author = await api.store.followProfile({ sourceId: 'scholarfeed', key: '7', name: 'Ada Byron' });
  const [scan] = await api.store.latestScans(1);
  const ticket = (await api.post('operate', '/reingests', { source: 'hf-daily', date: '2026-08-20' })).json();
  Object.assign(asked, {
    ...{ listPapers: '/papers', getPaper: '/papers/2608.10001', searchPapers: '/search?q=robot' },
    ...{ listTopics: '/topics', listAuthors: '/authors', getAuthor: `/authors/${author.id}` },
    ...{
      listTrending: '/trending?period=week',
      listEditions: '/editions',
      getEdition: '/editions/daily/2026-08-20',
    },
    ...{ listSources: '/sources', listScans: '/scans', getScan: `/scans/${scan?.id}` },
    ...{ listChanges: `/scans/${scan?.id}/changes`, getReingest: ticket.url },
    listDeliveries: '/editions/daily/2026-08-20/deliveries',
  });
  description = (await api.ask('/api/openapi.json')).json();
});
afterAll(() => api.close());

const operations = () =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

/** The schema of an answer, with the components it refers to. */
function schemaOf({ responses }: Operation, status: string, type = 'application/json'): z.ZodType {
  const schema = responses[status]?.content[type]?.schema;
  const whole = JSON.parse(
    JSON.stringify({ ...schema, $defs: description.components.schemas }).replaceAll(
      '#/components/schemas/',
      '#/$defs/',
    ),
  );
  return z.fromJSONSchema(whole);
}

test('describes itself in OpenAPI 3.1 that validates', async () => {
  expect(description).toMatchObject({ openapi: '3.1.1', info: { title: 'Broadsheet API' } });
  const outcome = await new Validator().validate(structuredClone(description));
  expect(outcome.errors ?? []).toEqual([]);
  expect(outcome.valid).toBe(true);
});

test('describes every route there is, and no other', async () => {
  const paths = operations().map(({ path, method }) => `${method.toUpperCase()} ${path}`);
  expect(paths.sort()).toMatchInlineSnapshot(`
    [
      "GET /api/v1/authors",
      "GET /api/v1/authors/{id}",
      "GET /api/v1/editions",
      "GET /api/v1/editions/{cadence}/{date}",
      "GET /api/v1/editions/{cadence}/{date}/deliveries",
      "GET /api/v1/papers",
      "GET /api/v1/papers/{id}",
      "GET /api/v1/reingests/{ticket}",
      "GET /api/v1/scans",
      "GET /api/v1/scans/{id}",
      "GET /api/v1/scans/{id}/changes",
      "GET /api/v1/search",
      "GET /api/v1/sources",
      "GET /api/v1/topics",
      "GET /api/v1/trending",
      "POST /api/v1/reingests",
      "POST /api/v1/subscriptions",
    ]
  `);
  const ids = operations().map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !(id in asked)).sort()).toEqual(['reingest', 'subscribe']);
});

test('says of every route who may ask, and refuses the others as it says', async () => {
  for (const { path, method, operation } of operations()) {
    const url = path.replaceAll(/\{\w+\}/g, '1');
    const answer = await api.ask(url, { method: method.toUpperCase() as 'GET' });
    expect(answer.statusCode === 401, `${method} ${path}`).toBe(operation.security !== undefined);
  }
});

test('answers as each route says, with nothing left out and nothing more', async () => {
  for (const { operation } of operations().filter(({ method }) => method === 'get')) {
    const answer = await api.askAs('read', asked[operation.operationId] ?? '');
    expect(answer.statusCode, `${operation.operationId}: ${answer.body}`).toBe(200);
    const body = answer.json();
    expect(schemaOf(operation, '200').safeParse(body).error?.issues ?? [], operation.operationId).toEqual([]);
    if ('items' in body) expect(body.items, operation.operationId).not.toEqual([]);
  }
});

test('answers what is asked for to be done with 202, as each route says', async () => {
  const byId = (id: string) => operations().find(({ operation }) => operation.operationId === id)?.operation;
  const scan = await api.post('operate', '/reingests', { source: 'hf-daily' });
  const mail = await api.post('operate', '/subscriptions', { email: 'ada@example.org' });
  for (const [id, answer] of Object.entries({ reingest: scan, subscribe: mail })) {
    expect(answer.statusCode).toBe(202);
    const operation = byId(id);
    expect(operation && schemaOf(operation, '202').safeParse(answer.json()).error?.issues).toBeUndefined();
  }
});

describe('the page', () => {
  test('is one of the house, and lists every route also without JavaScript', async () => {
    const { body, headers } = await api.ask('/api');
    expect(headers['content-security-policy']).not.toContain('unsafe-inline');
    expect(body).toContain('<title>API · Broadsheet</title>');
    for (const { path, method } of operations())
      expect(body).toContain(`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`);
  });

  test('loads nothing but what is served here, and of Swagger UI no more than it needs', async () => {
    const { body } = await api.ask('/api');
    const loaded = [...body.matchAll(/(?:src|href)="([^"]+\.(?:js|css|svg)[^"]*)"/g)].map(([, url]) =>
      String(url),
    );
    expect(loaded.length).toBeGreaterThan(4);
    for (const url of loaded)
      expect((await api.server.inject({ method: 'GET', url })).statusCode, url).toBe(200);
    expect((await api.ask('/api/ui/index.html')).statusCode).toBe(404);
  });
});
