import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('./holder-process.ts', import.meta.url));

/** A process that can hold a folder, and does what it is told. */
export interface HolderProcess {
  child: ChildProcess;
  /** Sends an order and resolves with the answer. */
  order<T>(order: object): Promise<T>;
  /** The next thing the process says by itself. */
  said<T>(): Promise<T>;
  /** SIGKILL: nothing is tidied up. */
  kill(): Promise<void>;
}

export async function startHolder(dataDir: string): Promise<HolderProcess> {
  const child = fork(file, [dataDir], { execArgv: ['--import', 'tsx'] });
  const said = async <T>() => (await once(child, 'message'))[0] as T;
  await said();
  return {
    child,
    said,
    order<T>(order: object) {
      const answer = said<T>();
      child.send(order);
      return answer;
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
