/** The fields of a cron line with the numbers they may hold: minute, hour, day of the month, month, weekday. */
const FIELDS = [
  { from: 0, to: 59 },
  { from: 0, to: 23 },
  { from: 1, to: 31 },
  { from: 1, to: 12 },
  { from: 0, to: 7 },
];

const NAMES = 'jan feb mar apr may jun jul aug sep oct nov dec sun mon tue wed thu fri sat'.split(' ');

/** Whether a text is a cron line of five fields, such as `20 6 * * 1-5`: numbers, names, lists, ranges and steps. */
export function isSchedule(line: string): boolean {
  const fields = line.trim().split(/\s+/);
  if (fields.length !== FIELDS.length) return false;
  return FIELDS.every((range, index) =>
    (fields[index] ?? '').split(',').every((part) => isPart(part, range)),
  );
}

function isPart(part: string, { from, to }: { from: number; to: number }): boolean {
  const shape = /^(?:\*|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(part);
  if (!shape || shape[3] === '0') return false;
  return [shape[1], shape[2]].every((bound) => bound === undefined || isBound(bound, from, to));
}

function isBound(bound: string, from: number, to: number): boolean {
  if (NAMES.includes(bound.toLowerCase())) return true;
  return /^\d+$/.test(bound) && Number(bound) >= from && Number(bound) <= to;
}
