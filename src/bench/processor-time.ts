import { readFile } from 'node:fs/promises';

/** The kernel counts in hundredths of a second, whatever the machine. */
const TICK_MS = 10;

/** Milliseconds of processor that processes of a database have spent; undefined where that cannot be read here. */
export async function processorTimeOf(ids: number[]): Promise<number | undefined> {
  if (ids.length === 0) return undefined;
  const times = await Promise.all(ids.map(readTime));
  const known = times.filter((time) => time !== undefined);
  return known.length > 0 ? known.reduce((sum, time) => sum + time, 0) : undefined;
}

/** The server may be on another machine, where the number means something else. */
async function readTime(id: number): Promise<number | undefined> {
  const text = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => undefined);
  const [, name, rest] = /^\d+ \((.*)\) (.*)$/s.exec(text ?? '') ?? [];
  if (rest === undefined || !name?.startsWith('postgres')) return undefined;
  const fields = rest.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
