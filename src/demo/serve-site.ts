import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, answerText } from './answer.js';

/** Answers a GET by its address. */
export type Route = (url: URL) => Answer;

export interface LocalSite {
  /** Without a trailing slash, e.g. `http://127.0.0.1:41234`. */
  url: string;
  close(): Promise<void>;
}

/** Serves a route on 127.0.0.1 (port 0: any free one), with ETag and 304 (RFC 9110, sections 8.8.3 and 13.1.2). */
export async function serveSite(route: Route, port = 0): Promise<LocalSite> {
  const server = createServer((request, response) => reply(route, request, response));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${address.port}`, close: () => closeServer(server) };
}

function reply(route: Route, request: IncomingMessage, response: ServerResponse): void {
  const answer = answerRequest(route, request);
  const etag = makeEtag(answer.body);
  const headers = answer.status === 200 ? { ...answer.headers, etag } : answer.headers;
  if (answer.status === 200 && hasValidator(request.headers['if-none-match'], etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(answer.status, { ...headers, 'content-length': Buffer.byteLength(answer.body) });
  response.end(request.method === 'HEAD' ? undefined : answer.body);
}

function answerRequest(route: Route, request: IncomingMessage): Answer {
  if (request.method !== 'GET' && request.method !== 'HEAD') return answerText('Method not allowed', 405);
  const address = `http://127.0.0.1:${request.socket.localPort}${request.url}`;
  return URL.canParse(address) ? route(new URL(address)) : answerText('Bad request', 400);
}

function makeEtag(body: string | Buffer): string {
  const digest = createHash('sha1').update(body).digest('base64url').slice(0, 27);
  return `W/"${Buffer.byteLength(body).toString(16)}-${digest}"`;
}

function hasValidator(header: string | undefined, etag: string): boolean {
  const given = header?.split(',').map((validator) => validator.trim().replace(/^W\//, '')) ?? [];
  return given.includes('*') || given.includes(etag.replace(/^W\//, ''));
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
