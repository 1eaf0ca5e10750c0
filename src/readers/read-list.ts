/**
 * A list out of one text with commas, semicolons or line breaks between its parts; empty parts are left out. What is no
 * text stays as it is, but for null, which is nothing.
 */
export function readList(value: unknown): unknown {
  if (value === null) return undefined;
  if (typeof value !== 'string') return value;
  return value
    .split(/[,;\r\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** The first of each key, in order. */
export function uniqueBy<T>(list: readonly T[], keyOf: (one: T) => string): T[] {
  const first = new Map<string, T>();
  for (const one of list) if (!first.has(keyOf(one))) first.set(keyOf(one), one);
  return [...first.values()];
}
