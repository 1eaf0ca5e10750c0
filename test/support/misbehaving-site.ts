import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { deflateRawSync, gzipSync } from 'node:zlib';

/** What a path of the site does with a request. */
export type Behaviour = RequestListener;

/** A request as the site got it. */
export interface SeenRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
}

/** A local web site whose paths can be told to misbehave in every way the world does. */
export interface MisbehavingSite {
  /** Where it is, without a trailing slash. */
  url: string;
  /** `127.0.0.1:PORT` */
  host: string;
  port: number;
  /** Requests so far, oldest first. */
  seen: SeenRequest[];
  /** Sets what a path (with its query) does from now on; a path without behaviour answers 404. */
  on(path: string, behaviour: Behaviour): void;
  close(): Promise<void>;
}

export async function openMisbehavingSite(): Promise<MisbehavingSite> {
  const behaviours = new Map<string, Behaviour>();
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    seen.push({ method: request.method ?? '', path, headers: request.headers });
    const behave = behaviours.get(path) ?? behaviours.get(path.split('?')[0] ?? '') ?? status(404);
    behave(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  return {
    url: `http://${host}`,
    host,
    port,
    seen,
    on: (path, behaviour) => behaviours.set(path, behaviour),
    close: () => closeServer(server),
  };
}

/** A machine that takes connections and never says a word, so that no TLS connection comes about. */
export async function openMuteMachine(): Promise<{ url: string; host: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { url: `https://${host}`, host, close };
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

type Headers = Record<string, string>;

/** An ordinary answer. */
export function page(body: string | Buffer, headers: Headers = {}): Behaviour {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body);
  };
}

/** Any status, with a short body. */
export function status(code: number, headers: Headers = {}, body = `status ${code}`): Behaviour {
  return (_request, response) => response.writeHead(code, headers).end(body);
}

/** Sends the caller on; `location` may be relative. */
export function redirect(location: string, code = 302): Behaviour {
  return status(code, { location });
}

/** A page with an entity tag, 304 to a caller who has it. */
export function conditional(body: string, etag: string): Behaviour {
  return (request, response) => {
    const known = request.headers['if-none-match'] === etag;
    response.writeHead(known ? 304 : 200, { etag }).end(known ? undefined : body);
  };
}

/** Takes the request and never answers. */
export function silent(): Behaviour {
  return () => {};
}

/** Begins its answer and then says no more. */
export function stalled(beginning: string): Behaviour {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).write(beginning);
  };
}

/** Sends a byte now and then, for ever: never silent, never done. */
export function dripping(everyMs: number): Behaviour {
  return (_request, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('.'), everyMs);
    response.on('close', () => clearInterval(timer));
  };
}

/** Hangs up before answering. */
export function hangUp(): Behaviour {
  return (request) => request.socket.destroy();
}

/** Promises more than it sends, then hangs up. */
export function cutShort(body: string): Behaviour {
  return (_request, response) => {
    response.writeHead(200, { 'content-length': String(Buffer.byteLength(body) + 1000) });
    response.write(body, () => response.destroy());
  };
}

/** States a length and sends next to nothing of it. */
export function boasting(bytes: number): Behaviour {
  return (_request, response) => {
    response.writeHead(200, { 'content-length': String(bytes) }).write('x');
  };
}

/** A page of so many bytes; without a stated length it is sent in pieces. */
export function huge(bytes: number, { stated }: { stated: boolean }): Behaviour {
  return (_request, response) => {
    response.writeHead(200, stated ? { 'content-length': String(bytes) } : {});
    response.end(Buffer.alloc(bytes, 'x'));
  };
}

export function gzipped(body: string | Buffer): Behaviour {
  return page(gzipSync(body), { 'content-encoding': 'gzip' });
}

/** Few bytes on the wire that unpack into many. */
export function gzipBomb(unpackedBytes: number): Behaviour {
  return gzipped(Buffer.alloc(unpackedBytes, 'x'));
}

/** A gzip stream whose end is missing. */
export function cutGzip(body: string): Behaviour {
  const packed = gzipSync(body);
  return page(packed.subarray(0, packed.length - 12), { 'content-encoding': 'gzip' });
}

/** Says gzip and is not. */
export function falseGzip(): Behaviour {
  return page('not gzip at all', { 'content-encoding': 'gzip' });
}

/** `deflate` as some servers send it, without its zlib wrapping. */
export function rawDeflated(body: string): Behaviour {
  return page(deflateRawSync(body), { 'content-encoding': 'deflate' });
}
