import type { Socket } from 'node:net';
import { BroadsheetError } from '../errors.js';
import { Command, cutText, readFrames, writeFrame } from './frames.js';
import type { Io } from './io.js';

/** Carries out a command line and returns its exit status. */
export type RunCommand = (argv: string[], io: Io) => Promise<number>;

type Run = Extract<Command, { type: 'run' }>;

/** How long the other side may take to read the last words and hang up. */
const farewellMs = 2_000;

/**
 * Serves one connection until it is closed: reads the command, runs it with the other side's terminal, tells its exit
 * status. Never raises: a command that fails says so over there. `stopping` interrupts the command.
 */
export async function serveCommand(socket: Socket, run: RunCommand, stopping: AbortSignal): Promise<void> {
  const frames = readFrames(socket, Command)[Symbol.asyncIterator]();
  if (stopping.aborted) return turnAway(socket, frames);
  const hangUp = () => socket.destroy();
  stopping.addEventListener('abort', hangUp);
  // A visitor that leaves without a word only wanted to know whether somebody is here.
  const first = await frames.next().catch(() => undefined);
  stopping.removeEventListener('abort', hangUp);
  if (first?.value?.type === 'run') await runHere(socket, first.value, frames, run, stopping);
  socket.destroy();
}

async function turnAway(socket: Socket, frames: AsyncIterator<Command>): Promise<void> {
  writeFrame(socket, { type: 'err', text: 'Broadsheet is stopping; try again when it has stopped.\n' });
  sayFarewell(socket, 1);
  await hear(frames, () => undefined);
}

function sayFarewell(socket: Socket, status: number): void {
  writeFrame(socket, { type: 'exit', status });
  socket.end();
  socket.setTimeout(farewellMs, () => socket.destroy());
}

async function runHere(
  socket: Socket,
  command: Run,
  frames: AsyncIterator<Command>,
  run: RunCommand,
  stopping: AbortSignal,
): Promise<void> {
  const gone = new AbortController();
  const terminal = createTerminal(socket, command, AbortSignal.any([gone.signal, stopping]));
  const interrupt = () => gone.abort();
  // Silence for good, however it came about, interrupts the command as well.
  const heard = hear(frames, (frame) => (frame.type === 'abort' ? interrupt() : terminal.hear(frame))).then(
    interrupt,
  );
  sayFarewell(socket, await finish(run, command.argv, terminal.io));
  await heard;
}

async function finish(run: RunCommand, argv: string[], io: Io): Promise<number> {
  try {
    return await run(argv, io);
  } catch (error) {
    io.err(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

/** Listens to the other side until it hangs up or can no longer be understood. */
async function hear(frames: AsyncIterator<Command>, onFrame: (frame: Command) => void): Promise<void> {
  for (;;) {
    const next = await frames.next().catch(() => undefined);
    if (!next || next.done) return;
    onFrame(next.value);
  }
}

function createTerminal(socket: Socket, command: Run, signal: AbortSignal) {
  const waiting = new Map<number, (text: string) => void>();
  const { isTerminal, columns, cwd } = command;
  let questions = 0;
  const say = (type: 'out' | 'err') => (text: string) => {
    for (const piece of cutText(text)) writeFrame(socket, { type, text: piece });
  };
  const ask = (question: string) =>
    new Promise<string>((resolve, reject) => {
      questions += 1;
      waiting.set(questions, resolve);
      whenAborted(signal, () => reject(noAnswer('nobody answered the question')));
      writeFrame(socket, { type: 'ask', id: questions, question });
    });
  const input = createInput(socket, signal);
  const io: Io = {
    ...{ out: say('out'), err: say('err'), isTerminal, columns, cwd, signal },
    ...(command.canAsk ? { ask } : {}),
    ...(command.hasInput ? { input: input.pieces } : {}),
  };
  const hearAnswer = (frame: Command) => {
    if (frame.type === 'answer') waiting.get(frame.id)?.(frame.text);
    if (frame.type === 'input') input.hear(frame.data);
  };
  return { io, hear: hearAnswer };
}

/** The other side's standard input: a piece is asked for when the one before was read. */
function createInput(socket: Socket, signal: AbortSignal) {
  let hear: (data?: string) => void = () => undefined;
  let giveUp: (error: BroadsheetError) => void = () => undefined;
  const stop = () => giveUp(noAnswer('the standard input was not read to its end'));
  whenAborted(signal, stop);
  const read = () =>
    new Promise<string | undefined>((resolve, reject) => {
      [hear, giveUp] = [resolve, reject];
      if (signal.aborted) stop();
      else writeFrame(socket, { type: 'read' });
    });
  async function* pieces() {
    for (let data = await read(); data !== undefined; data = await read()) yield Buffer.from(data, 'base64');
  }
  return { pieces, hear: (data?: string) => hear(data) };
}

function noAnswer(what: string): BroadsheetError {
  return new BroadsheetError(what, { code: 'interrupted', retry: 'never' });
}

function whenAborted(signal: AbortSignal, act: () => void): void {
  if (signal.aborted) act();
  else signal.addEventListener('abort', act, { once: true });
}
