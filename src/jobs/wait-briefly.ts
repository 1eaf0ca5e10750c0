const PATIENCE_MS = 5000;

/** What was asked for; absent when it raises or takes too long: a Redis that is gone is waited for by its client for ever. */
export async function waitBriefly<T>(asked: Promise<T>): Promise<{ value: T } | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, undefined);
  });
  const answered = asked.then((value) => ({ value })).catch(() => undefined);
  return Promise.race([answered, late]).finally(() => clearTimeout(timer));
}
