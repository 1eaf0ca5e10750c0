/** How it is noticed that something was written. */
export interface VersionWatch {
  /** A text that stays the same only as long as nothing is written: see `dataVersion` of the store. */
  version(): Promise<string>;
  /** For how long what was written may stay unnoticed. 0: it is looked for every time. */
  freshMs: number;
  /** Milliseconds that only rise. */
  now(): number;
}

/** A database that is busy, or gone for a moment, is not waited for longer than this by those who want a page that is kept, */
const PATIENCE_MS = 20;
/** unless nothing was heard from it for so long. */
const SILENT_MS = 10_000;

/** Asks for the version at most once in `freshMs`, however many want to know, and once at a time. */
export function createVersionWatch({ version, freshMs, now }: VersionWatch): () => Promise<string> {
  let known: { at: number; version: string } | undefined;
  let asking: Promise<string> | undefined;

  const ask = async () => {
    const at = now();
    try {
      const answer = await version();
      known = { at, version: answer };
      return answer;
    } finally {
      asking = undefined;
    }
  };

  return async () => {
    if (freshMs === 0) return version();
    if (known !== undefined && now() - known.at < freshMs) return known.version;
    asking ??= ask();
    if (known === undefined || now() - known.at > SILENT_MS) return asking;
    return Promise.race([asking.catch(fallBackOn(known.version)), waitFor(PATIENCE_MS, known.version)]);
  };
}

const fallBackOn = (version: string) => () => version;

const waitFor = (ms: number, version: string) =>
  new Promise<string>((resolve) => setTimeout(resolve, ms, version));
