import { PassThrough } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Logger } from '../logger.js';

/** One server-sent event: its name, and what the page does with it. */
export interface StreamEvent {
  event: string;
  data: string;
}

/** Something that changes, looked at once for all who listen, and only while somebody does. */
export interface Feed<T> {
  /** Tells of each look from now on, the last one at once if it is still fresh. Returns how to stop listening. */
  listen(tell: (value: T) => void): () => void;
}

/** What one listener is sent. */
export interface Listening<T> {
  feed: Feed<T>;
  /** What a look says to this listener; an event that says the same as its last is not sent again. */
  toEvents(value: T): StreamEvent[];
  /** Asked before the first event and at every beat: the stream ends with the session it was opened in. */
  isWelcome(): Promise<boolean>;
}

/** Answers requests with events for as long as somebody reads them. */
export interface EventStreams {
  /** Sends events until the reader goes, is welcome no more, reads too slowly, or the server closes. */
  open<T>(reply: FastifyReply, listening: Listening<T>): FastifyReply;
}

/** A comment so often keeps proxies from taking the silence for an end. */
const BEAT_MS = 15_000;
/** As many readers as one process tells at once; more are asked to come back. */
const MOST_STREAMS = 200;
/** Somebody who has left so many bytes unread does not read at all. */
const MOST_UNREAD = 1024 * 1024;

/** Makes a feed: `look` is called every `everyMs`, never twice at once. A look that fails is logged, and made again. */
export function createFeed<T>(options: { look(): Promise<T>; everyMs: number; logger: Logger }): Feed<T> {
  const listeners = new Set<(value: T) => void>();
  let last: { value: T } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isRunning = false;

  const stop = () => {
    clearTimeout(timer);
    timer = last = undefined;
    isRunning = false;
  };
  const lookOnce = async () => {
    timer = undefined;
    try {
      last = { value: await options.look() };
      for (const tell of [...listeners]) tell(last.value);
    } catch (error) {
      options.logger.warn({ err: error }, 'what a page shows live could not be looked at');
    }
    if (listeners.size === 0) return stop();
    timer = setTimeout(lookOnce, options.everyMs);
    timer.unref();
  };
  return {
    listen(tell) {
      listeners.add(tell);
      if (last) tell(last.value);
      if (!isRunning) {
        isRunning = true;
        void lookOnce();
      }
      return () => {
        listeners.delete(tell);
        if (listeners.size === 0 && timer) stop();
      };
    },
  };
}

/** One feed a key, made when it is first listened to: of one edition, of one source. */
export function createFeeds<T>(options: { look(key: string): Promise<T>; everyMs: number; logger: Logger }): {
  of(key: string): Feed<T>;
} {
  const feeds = new Map<string, { feed: Feed<T>; listeners: number }>();
  const open = (key: string) => {
    const opened = { feed: createFeed({ ...options, look: () => options.look(key) }), listeners: 0 };
    feeds.set(key, opened);
    return opened;
  };
  return {
    of: (key) => ({
      listen(tell) {
        const shared = feeds.get(key) ?? open(key);
        shared.listeners += 1;
        const leave = shared.feed.listen(tell);
        return () => {
          leave();
          shared.listeners -= 1;
          if (shared.listeners === 0 && feeds.get(key) === shared) feeds.delete(key);
        };
      },
    }),
  };
}

/** Streams of one server. Closing it ends them at once, so that it need not wait for their readers. */
export function createEventStreams(app: FastifyInstance, { beatMs = BEAT_MS } = {}): EventStreams {
  const streams = new Set<PassThrough>();
  app.addHook('preClose', async () => {
    for (const stream of streams) stream.end();
  });
  return {
    open(reply, listening) {
      reply.header('cache-control', 'no-store');
      if (streams.size >= MOST_STREAMS) return reply.code(503).header('retry-after', '30').send();
      const stream = new PassThrough();
      streams.add(stream);
      void tell(stream, listening, beatMs);
      stream.on('close', () => streams.delete(stream));
      // The connection ends with the stream: a server that closes does not wait for what might come over it.
      reply.header('connection', 'close').header('x-accel-buffering', 'no');
      return reply.type('text/event-stream; charset=utf-8').send(stream);
    },
  };
}

async function tell<T>(stream: PassThrough, listening: Listening<T>, beatMs: number): Promise<void> {
  const { feed, toEvents, isWelcome } = listening;
  // The page comes back by itself after so long.
  stream.write('retry: 3000\n\n');
  const endUnlessWelcome = async () => {
    if (!(await isWelcome().catch(() => false))) end(stream);
  };
  await endUnlessWelcome();
  if (stream.writableEnded || stream.destroyed) return;
  const said = new Map<string, string>();
  const leave = feed.listen((value) => {
    for (const event of toEvents(value)) {
      if (said.get(event.event) === event.data) continue;
      said.set(event.event, event.data);
      write(stream, format(event));
    }
  });
  const beat = setInterval(() => {
    write(stream, ':\n\n');
    void endUnlessWelcome();
  }, beatMs);
  beat.unref();
  const stop = () => {
    clearInterval(beat);
    leave();
  };
  stream.once('close', stop).once('finish', stop);
}

/** The last word, so that the page does not come back for more. */
function end(stream: PassThrough): void {
  write(stream, format({ event: 'over', data: '' }));
  stream.end();
}

function write(stream: PassThrough, text: string): void {
  if (stream.writableEnded || stream.destroyed) return;
  if (stream.writableLength + stream.readableLength > MOST_UNREAD) stream.destroy();
  else stream.write(text);
}

/** The wire format of an event (HTML standard, section 9.2.6). */
function format({ event, data }: StreamEvent): string {
  const lines = data.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`);
  return `event: ${event}\n${lines.join('')}\n`;
}
