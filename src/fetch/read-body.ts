import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { FetchError } from '../errors.js';
import { type AnswerHeaders, headerOf } from './header.js';

/** Nobody packs a page more than twice; each time costs up to `maxBytes` of memory and work. */
const MOST_ENCODINGS = 2;

/** Encodings that `readBody` undoes, for `Accept-Encoding`. */
export const ACCEPTED_ENCODINGS = 'gzip, br, deflate';

const unpackers = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  br: promisify(brotliDecompress),
  deflate: (packed: Buffer, options: { maxOutputLength: number }) =>
    (hasZlibHeader(packed) ? promisify(inflate) : promisify(inflateRaw))(packed, options),
};

interface Body {
  host: string;
  headers: AnswerHeaders;
  body: Readable;
  /** Most bytes, before and after decompression. */
  maxBytes: number;
}

/** Reads an answer's body and undoes its content encoding. Raises `FetchError` when it is too large or broken. */
export async function readBody({ host, headers, body, maxBytes }: Body): Promise<Buffer> {
  if (Number(headerOf(headers, 'content-length') ?? 0) > maxBytes) {
    discardBody(body);
    throw tooLarge(host, maxBytes);
  }
  const packed = await collect(body, maxBytes, host);
  return unpack(packed, encodingsOf(headers), maxBytes, host);
}

/** Gives up on a body that is not wanted. */
export function discardBody(body: Readable): void {
  // Destroying it early makes undici emit an abort error, which nobody needs to hear of.
  body.on('error', () => {});
  body.destroy();
}

async function collect(body: Readable, maxBytes: number, host: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(host, maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Encodings in the order they were applied (RFC 9110, section 8.4). */
function encodingsOf(headers: AnswerHeaders): string[] {
  const names = (headerOf(headers, 'content-encoding') ?? '').toLowerCase().split(',');
  return names.map((name) => name.trim()).filter((name) => name !== '' && name !== 'identity');
}

async function unpack(packed: Buffer, encodings: string[], maxBytes: number, host: string): Promise<Buffer> {
  if (encodings.length > MOST_ENCODINGS) {
    throw new FetchError(`${host} packed its answer ${encodings.length} times over`, {
      retry: 'never',
      context: { host },
    });
  }
  let content = packed;
  for (const encoding of encodings.reverse()) content = await undo(content, encoding, maxBytes, host);
  return content;
}

async function undo(packed: Buffer, encoding: string, maxBytes: number, host: string): Promise<Buffer> {
  if (!isKnown(encoding)) {
    throw new FetchError(`${host} packed its answer as "${encoding}", which was not asked for`, {
      retry: 'never',
      context: { host },
    });
  }
  try {
    return await unpackers[encoding](packed, { maxOutputLength: maxBytes });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(host, maxBytes);
    throw new FetchError(`${host} sent a broken or incomplete answer (${encoding})`, {
      context: { host },
      cause,
    });
  }
}

function isKnown(encoding: string): encoding is keyof typeof unpackers {
  return Object.hasOwn(unpackers, encoding);
}

/** Servers send `deflate` both with and without the zlib wrapping that RFC 9110, section 8.4.1.2 asks for. */
function hasZlibHeader(packed: Buffer): boolean {
  return ((packed[0] ?? 0) & 0x0f) === 8;
}

function tooLarge(host: string, maxBytes: number): FetchError {
  const megabytes = Math.round((maxBytes / 2 ** 20) * 10) / 10;
  return new FetchError(`${host} sent a page of more than ${megabytes} MB`, {
    retry: 'never',
    context: { host },
  });
}
