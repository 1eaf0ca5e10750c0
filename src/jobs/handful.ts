/** How many mails are marked and sent together. */
export interface Handful {
  size(): number;
  /** Sends one, and learns from how long it took. */
  time<T>(send: () => Promise<T>): Promise<T>;
}

/** As many as have a connection of their own: none of them waits for another. */
const FEW = 5;

/** A handful should be through within this: an operator's pause counts from the next one. */
const LONG_MS = 900;
const SHORT_MS = 400;

/** Grows while the mail server is quick, so that a statement marks many, and shrinks when it is slow. */
export function createHandful(most: number): Handful {
  let size = Math.min(FEW, most);
  return {
    size: () => size,
    async time(send) {
      const startedAt = performance.now();
      const result = await send();
      const ms = performance.now() - startedAt;
      if (ms < SHORT_MS) size = Math.min(most, size * 2);
      else if (ms > LONG_MS) size = Math.max(Math.min(FEW, most), Math.floor(size / 2));
      return result;
    },
  };
}
