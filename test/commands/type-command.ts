import { Readable } from 'node:stream';
import { pino } from 'pino';
import type { App } from '../../src/app.js';
import { createContext, openHouse } from '../../src/commands/context.js';
import { runCommand } from '../../src/commands/run-command.js';
import type { Io } from '../../src/holder/io.js';
import { jobNames } from '../../src/jobs/index.js';
import type { Clock } from '../../src/model/clock.js';
import type { Ending } from '../support/run-program.js';

/** A terminal that keeps what it is told. Without `answer` nobody sits at it; `input` is its standard input. */
export function openTerminal(
  answer?: string,
  input?: string,
): { io: Io; ending(status: number | undefined): Ending } {
  const said = { out: '', err: '' };
  const io: Io = {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    isTerminal: false,
    columns: 100,
    cwd: process.cwd(),
    signal: new AbortController().signal,
    ...(input !== undefined && { input: () => Readable.from([Buffer.from(input)]) }),
    ...(answer !== undefined && {
      ask: async (question: string) => {
        said.err += question;
        return answer;
      },
    }),
  };
  return { io, ending: (status) => ({ ...(status !== undefined && { status }), ...said }) };
}

/** Carries out a command line in this process: the whole program, but for src/main.ts. */
export async function typeCommand(argv: string[], variables: NodeJS.ProcessEnv): Promise<Ending> {
  const { io, ending } = openTerminal();
  return ending(await runCommand(argv, createContext(io, variables, runCommand)));
}

/** One open program that carries out many command lines, as `start` does, with a clock of its own. */
export interface Desk {
  app: App;
  type(argv: string[], answer?: string, input?: string): Promise<Ending>;
  close(): Promise<void>;
}

export async function openDesk(variables: NodeJS.ProcessEnv, clock?: Clock): Promise<Desk> {
  const context = createContext(openTerminal().io, variables, runCommand);
  const logger = pino({ level: 'silent' });
  const house = await openHouse(await context.config(), { logger, run: jobNames, ...(clock && { clock }) });
  return {
    app: house.app,
    async type(argv, answer, input) {
      const { io, ending } = openTerminal(answer, input);
      const withApp = <T>(_run: readonly string[], use: (app: App) => Promise<T>) => use(house.app);
      return ending(await runCommand(argv, { ...context, io, running: house.app, withApp }));
    },
    close: () => house.close(),
  };
}
