import type { LightMyRequestResponse } from 'fastify';
import type { WebServer } from '../../src/web/server.js';
import { password } from './open-web.js';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH';

/** Somebody with a browser: keeps cookies, sends forms with what is hidden in them. */
export interface Browser {
  get(url: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
  send(method: Method, url: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
  /** Opens `page`, then posts its hidden fields and `fields` to `url`. */
  submit(page: string, url: string, fields: Record<string, string>): Promise<LightMyRequestResponse>;
  login(who?: { name?: string; password?: string }): Promise<LightMyRequestResponse>;
  cookie(): string | undefined;
}

export function openBrowser(server: WebServer, headers: Record<string, string> = {}): Browser {
  let cookie: string | undefined;
  const ask = async (method: Method, url: string, own: Record<string, string> = {}, body?: string) => {
    const sent = { ...headers, ...(cookie && { cookie }), ...own };
    const answer = await server.inject({ method, url, headers: sent, ...(body && { payload: body }) });
    const [set] = answer.cookies;
    if (set) cookie = set.value ? `${set.name}=${encodeURIComponent(set.value)}` : undefined;
    return answer;
  };
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const browser: Browser = {
    get: (url, own) => ask('GET', url, own),
    send: (method, url, own) => ask(method, url, own),
    async submit(page, url, fields) {
      const hidden = hiddenFields((await ask('GET', page)).body);
      return ask('POST', url, form, new URLSearchParams({ ...hidden, ...fields }).toString());
    },
    login: (who) => browser.submit('/admin/login', '/admin/login', { name: 'admin', password, ...who }),
    cookie: () => cookie,
  };
  return browser;
}

function hiddenFields(html: string): Record<string, string> {
  const fields = html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g);
  return Object.fromEntries([...fields].map(([, name, value]) => [name, value]));
}
