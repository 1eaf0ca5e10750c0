const UNITS: Record<string, number> = { '': 1, k: 1_000, m: 1_000_000 };

/** The source of a pattern for a number as pages show it, in one group; what it counts may be glued to it. */
export const SHOWN_COUNT = '(\\d[\\d,]*(?:\\.\\d+)?(?: ?[kKmM](?![a-zA-Z\\d])|[kKmM](?=papers|citations))?)';

const WHOLE = /^(\d[\d,]*(?:\.\d+)?) ?([km]?)$/i;

/** `1,234` → 1234, `3.29k` → 3290; undefined when the text is no number. */
export function readShownCount(text: string | undefined): number | undefined {
  const [, digits, unit = ''] = WHOLE.exec(text?.trim() ?? '') ?? [];
  if (digits === undefined) return undefined;
  return Math.round(Number(digits.replaceAll(',', '')) * (UNITS[unit.toLowerCase()] ?? 1));
}
