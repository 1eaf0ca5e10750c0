import { type ChildProcess, fork } from 'node:child_process';
import { on, once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { BroadsheetError } from '../errors.js';

/** A process of ours that is told what to do and tells what it has done. */
export interface Aside {
  /** Sends an order and waits for an answer of that kind. Raises `BroadsheetError` when the process ends before. */
  ask<Answer extends { kind: string }>(order: object | undefined, kind: Answer['kind']): Promise<Answer>;
  end(): Promise<void>;
}

/** Starts a file of this folder, by its name without ending, as a process that ends with this one. */
export function runAside(name: string, signal: AbortSignal): Aside {
  const isSource = import.meta.url.endsWith('.ts');
  const file = fileURLToPath(new URL(`./${name}.${isSource ? 'ts' : 'js'}`, import.meta.url));
  const child = fork(file, [], {
    execArgv: isSource ? ['--import', 'tsx'] : [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const ended = once(child, 'exit');
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  const stop = () => child.kill('SIGKILL');
  signal.addEventListener('abort', stop, { once: true });
  return {
    async ask(order, kind) {
      const answer = waitFor(child, kind);
      if (order) child.send(order);
      const first = await Promise.race([answer, ended.then(() => undefined)]);
      if (first) return first as never;
      signal.throwIfAborted();
      throw new BroadsheetError(`bench: ${name} ended before it had answered: ${said.trim()}`);
    },
    async end() {
      signal.removeEventListener('abort', stop);
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

async function waitFor(child: ChildProcess, kind: string): Promise<object | undefined> {
  for await (const [message] of on(child, 'message', { close: ['exit'] }))
    if ((message as { kind: string }).kind === kind) return message as object;
  return undefined;
}
