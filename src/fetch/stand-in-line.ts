/** A line for each key: whoever is at its head goes on, the others wait behind. */
export interface Line {
  /** Resolves at the head of the line, with the act that lets the next one in. Raises the reason of the signal. */
  stand(key: string, signal: AbortSignal): Promise<() => void>;
}

export function createLine(): Line {
  const tails = new Map<string, Promise<void>>();
  return {
    async stand(key, signal) {
      const ahead = tails.get(key) ?? Promise.resolve();
      const { gone, leave } = openPlace();
      const tail = ahead.then(() => gone);
      tails.set(key, tail);
      void tail.then(() => tails.get(key) === tail && tails.delete(key));
      try {
        await unlessStopped(ahead, signal);
      } catch (error) {
        leave();
        throw error;
      }
      return leave;
    },
  };
}

function openPlace(): { gone: Promise<void>; leave: () => void } {
  let leave = () => {};
  const gone = new Promise<void>((resolve) => {
    leave = resolve;
  });
  return { gone, leave };
}

async function unlessStopped(waiting: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let stop = () => {};
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason);
  });
  signal.addEventListener('abort', stop, { once: true });
  await Promise.race([waiting, stopped]).finally(() => signal.removeEventListener('abort', stop));
}
