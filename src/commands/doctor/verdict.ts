/** What one check found: a line, and for what is not as it should be a sentence that says what to do. */
export type Verdict =
  | { status: 'ok'; found: string }
  | { status: 'warn' | 'fail'; found: string; mend: string };

/** A verdict, by the name of its check. */
export type Finding = { check: string } & Verdict;

/** One thing that can be looked at by itself. What it raises is a fail like any other. */
export interface Check {
  name: string;
  look(signal: AbortSignal): Promise<Verdict>;
}

export const ok = (found: string): Verdict => ({ status: 'ok', found });

export const warn = (found: string, mend: string): Verdict => ({ status: 'warn', found, mend });

export const fail = (found: string, mend: string): Verdict => ({ status: 'fail', found, mend });

/** Several findings on one line: it is as bad as the worst of them, and every mend is told. */
export function gather(verdicts: Verdict[]): Verdict {
  const found = verdicts.map((verdict) => verdict.found).join('; ');
  const mends = verdicts.flatMap((verdict) => (verdict.status === 'ok' ? [] : [verdict.mend]));
  if (mends.length === 0) return ok(found);
  const isBad = verdicts.some(({ status }) => status === 'fail');
  return { status: isBad ? 'fail' : 'warn', found, mend: [...new Set(mends)].join('; ') };
}
