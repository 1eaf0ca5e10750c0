import type { Socket } from 'node:net';
import { Reply, readFrames } from './frames.js';
import { connectTo } from './socket.js';

/** The other end of a socket that somebody listens on. */
export interface Holder {
  socket: Socket;
  replies: AsyncIterator<Reply>;
  /** Absent when it was alive and did not greet in time. */
  pid?: number;
}

type Greeting = { pid: number } | 'silent' | 'gone';

/**
 * Connects and waits for the greeting. Absent when nobody listens at `path`. A holder that goes away while it is being
 * met is looked for again, so that the answer is never about one that was just stopping.
 */
export async function meetHolder(path: string, timeoutMs: number): Promise<Holder | undefined> {
  for (;;) {
    const socket = await connectTo(path);
    if (!socket) return undefined;
    const replies = readFrames(socket, Reply)[Symbol.asyncIterator]();
    const greeting = await readGreeting(socket, replies, timeoutMs);
    if (greeting === 'silent') return { socket, replies };
    if (greeting !== 'gone') return { socket, replies, pid: greeting.pid };
  }
}

async function readGreeting(
  socket: Socket,
  replies: AsyncIterator<Reply>,
  timeoutMs: number,
): Promise<Greeting> {
  let missing: Greeting = 'gone';
  const timer = setTimeout(() => {
    missing = 'silent';
    socket.destroy();
  }, timeoutMs);
  // The connection breaking is an answer here, not an error: it is looked at in `missing`.
  const first = await replies.next().catch(() => undefined);
  clearTimeout(timer);
  return first?.value?.type === 'hello' ? { pid: first.value.pid } : missing;
}
