import type { Socket } from 'node:net';
import { z } from 'zod';
import { BroadsheetError } from '../errors.js';

/**
 * What travels over the socket: JSON objects, one a line. The holder greets first, with its process id; the other side
 * then sends one `run`, and the holder ends with `exit`.
 */
const maxFrameCharacters = 1024 * 1024;
const maxTextCharacters = 64 * 1024;

const Text = z.string().max(maxFrameCharacters);

/** From the terminal to the holder. */
export const Command = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('run'),
    argv: z.array(Text),
    isTerminal: z.boolean(),
    columns: z.number().int().min(0),
    cwd: Text,
    canAsk: z.boolean(),
    hasInput: z.boolean().default(false),
  }),
  z.strictObject({ type: z.literal('answer'), id: z.number().int(), text: Text }),
  /** A piece of standard input in base64; none at its end. */
  z.strictObject({ type: z.literal('input'), data: Text.optional() }),
  z.strictObject({ type: z.literal('abort') }),
]);
export type Command = z.infer<typeof Command>;

/** From the holder to the terminal. */
export const Reply = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('hello'), pid: z.number().int().positive() }),
  z.strictObject({ type: z.enum(['out', 'err']), text: Text }),
  /** Asks for one piece of standard input: no more is sent than is read. */
  z.strictObject({ type: z.literal('read') }),
  z.strictObject({ type: z.literal('ask'), id: z.number().int(), question: Text }),
  z.strictObject({ type: z.literal('exit'), status: z.number().int().min(0).max(255) }),
]);
export type Reply = z.infer<typeof Reply>;

/** Sends a frame; does nothing when the other side has gone. Raises when it is larger than the other side takes. */
export function writeFrame(socket: Socket, frame: Command | Reply): void {
  const line = JSON.stringify(frame);
  if (line.length > maxFrameCharacters)
    throw new BroadsheetError('the command is too long to be carried to another process', {
      code: 'frame',
      retry: 'never',
    });
  if (socket.writable) socket.write(`${line}\n`);
}

/** Cuts a long text into pieces that fit a frame, never inside a character. */
export function cutText(text: string): string[] {
  return text.match(new RegExp(`[^]{1,${maxTextCharacters}}`, 'gu')) ?? [];
}

/** Reads frames until the other side ends. Raises on a line that is too long, is not JSON or is of no known shape. */
export async function* readFrames<T>(socket: Socket, schema: z.ZodType<T>): AsyncGenerator<T> {
  for await (const line of readLines(socket)) yield readFrame(line, schema);
}

function readFrame<T>(line: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(line));
  } catch (cause) {
    throw new BroadsheetError('the other process sent something that cannot be read', {
      code: 'frame',
      retry: 'never',
      cause,
    });
  }
}

async function* readLines(socket: Socket): AsyncGenerator<string> {
  socket.setEncoding('utf8');
  let rest = '';
  for await (const chunk of socket) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > maxFrameCharacters)
      throw new BroadsheetError('the other process sent a line that is too long', {
        code: 'frame',
        retry: 'never',
      });
  }
}
