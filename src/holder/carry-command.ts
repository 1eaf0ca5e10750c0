import type { Socket } from 'node:net';
import { ConfigError } from '../errors.js';
import { type Reply, writeFrame } from './frames.js';
import type { Io } from './io.js';
import { meetHolder } from './meet-holder.js';
import { socketPathOf } from './socket.js';

/** A holder opening a cold database is busy for some seconds. */
const greetingMs = 30_000;

/**
 * Has the holder of the data folder carry out a command, with this terminal's output, questions and interrupts, and returns
 * its exit status; absent when nobody holds the folder. A holder that dies on the way makes it 1, with a sentence.
 * Raises `ConfigError` (code `held`) when somebody holds the folder and does not answer.
 */
export async function carryCommand(dataDir: string, argv: string[], io: Io): Promise<number | undefined> {
  const holder = await meetHolder(socketPathOf(dataDir), greetingMs);
  if (!holder) return undefined;
  if (holder.pid === undefined)
    throw new ConfigError(`${dataDir} is in use by a process that does not answer`, { code: 'held' });
  const { socket, replies } = holder;
  const interrupt = () => writeFrame(socket, { type: 'abort' });
  try {
    sendCommand(socket, argv, io);
    if (io.signal.aborted) interrupt();
    io.signal.addEventListener('abort', interrupt);
    return await followCommand(socket, replies, io);
  } finally {
    io.signal.removeEventListener('abort', interrupt);
    socket.destroy();
  }
}

function sendCommand(socket: Socket, argv: string[], io: Io): void {
  const { isTerminal, columns, cwd } = io;
  writeFrame(socket, {
    type: 'run',
    argv,
    isTerminal,
    columns,
    cwd,
    canAsk: io.ask !== undefined,
    hasInput: io.input !== undefined,
  });
}

async function followCommand(socket: Socket, replies: AsyncIterator<Reply>, io: Io): Promise<number> {
  const input = cutInput(io)[Symbol.asyncIterator]();
  for (;;) {
    // Whatever breaks the conversation means the same to the person who waits for it.
    const { value: reply } = await replies.next().catch(() => ({ value: undefined }));
    if (reply === undefined) break;
    if (reply.type === 'exit') return reply.status;
    if (reply.type === 'out') io.out(reply.text);
    if (reply.type === 'err') io.err(reply.text);
    if (reply.type === 'ask') void answer(socket, reply, io);
    if (reply.type === 'read') void feed(socket, input);
  }
  io.err('The process that carried out the command ended before it was done.\n');
  return 1;
}

/** In base64 a piece is a third longer, and must still fit a frame. */
const pieceBytes = 65_536;

async function* cutInput(io: Io): AsyncGenerator<Uint8Array> {
  for await (const piece of io.input?.() ?? [])
    for (let at = 0; at < piece.length; at += pieceBytes) yield piece.subarray(at, at + pieceBytes);
}

/** Sends the next piece of standard input, or that there is no more. */
async function feed(socket: Socket, input: AsyncIterator<Uint8Array>): Promise<void> {
  try {
    const { done, value } = await input.next();
    const data = done ? undefined : Buffer.from(value).toString('base64');
    writeFrame(socket, { type: 'input', ...(data !== undefined && { data }) });
  } catch {
    writeFrame(socket, { type: 'abort' });
  }
}

/** Runs beside the conversation, so that output and the end of the command still arrive while a person thinks. */
async function answer(socket: Socket, question: Extract<Reply, { type: 'ask' }>, io: Io): Promise<void> {
  try {
    const text = (await io.ask?.(question.question)) ?? '';
    writeFrame(socket, { type: 'answer', id: question.id, text });
  } catch {
    // A question that cannot be put (the terminal is gone, or the person pressed Ctrl-C) ends the command.
    writeFrame(socket, { type: 'abort' });
  }
}
