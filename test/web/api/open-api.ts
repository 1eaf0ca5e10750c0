import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { createApiToken } from '../../../src/access/api-tokens.js';
import type { ApiScope } from '../../../src/store/store.js';
import { now, type OpenWeb, openWeb, type WebOptions } from '../open-web.js';

/** What a program sees of the API. */
export interface OpenApi extends OpenWeb {
  ask(url: string, more?: InjectOptions): Promise<LightMyRequestResponse>;
  /** Asks with a token of a scope; an address without /api is one of /api/v1. */
  askAs(scope: ApiScope, url: string, more?: InjectOptions): Promise<LightMyRequestResponse>;
  post(scope: ApiScope, url: string, body: unknown): Promise<LightMyRequestResponse>;
  /** A stored token of a scope. */
  tokens: Record<ApiScope, { token: string; id: string }>;
}

/** The web over an embedded database, with a token of each scope; nobody is turned away for asking often. */
export async function openApi(options: WebOptions = {}): Promise<OpenApi> {
  const web = await openWeb({
    configure: (config) => ({
      ...config,
      web: { ...config.web, apiPerMinute: 100_000, apiPerMinuteWithToken: 100_000 },
    }),
    ...options,
  });
  const tokens = { read: await addToken(web, 'read'), operate: await addToken(web, 'operate') };
  const ask: OpenApi['ask'] = (url, more) =>
    web.server.inject({ method: 'GET', url: url.startsWith('/api') ? url : `/api/v1${url}`, ...more });
  const askAs: OpenApi['askAs'] = (scope, url, more) =>
    ask(url, { ...more, headers: { authorization: `Bearer ${tokens[scope].token}`, ...more?.headers } });
  return {
    ...web,
    tokens,
    ask,
    askAs,
    post: (scope, url, body) => askAs(scope, url, { method: 'POST', payload: body as object }),
  };
}

async function addToken({ store }: OpenWeb, scope: ApiScope): Promise<{ token: string; id: string }> {
  const { token, ...stored } = createApiToken();
  await store.addApiToken({ ...stored, name: `${scope}s`, scope, createdBy: 'admin', createdAt: now });
  return { token, id: stored.id };
}

/** Follows `next` to the end. */
export async function readAll(api: OpenApi, url: string): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  const asked = new Set<string>();
  for (let next: string | undefined = url; next !== undefined; ) {
    if (asked.has(next)) throw new Error(`${next} leads back to itself`);
    asked.add(next);
    const answer = await api.askAs('read', next);
    const part = answer.json<{ items: Record<string, unknown>[]; next?: string }>();
    items.push(...part.items);
    next = part.next;
  }
  return items;
}
