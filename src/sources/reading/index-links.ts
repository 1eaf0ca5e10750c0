import type { VisibleLink } from './visible-text.js';

/** Addresses of the links that begin from one line on and before another, in order. */
export type FindLinks = (start: number, end: number) => string[];

/** Files links by their line, so that looking through all papers of a page takes one walk over it. */
export function indexLinks(links: readonly VisibleLink[]): FindLinks {
  const byLine = new Map<number, string[]>();
  for (const { line, url } of links) {
    const filed = byLine.get(line) ?? [];
    filed.push(url);
    byLine.set(line, filed);
  }
  return (start, end) => {
    const found: string[] = [];
    for (let line = start; line < end; line += 1) found.push(...(byLine.get(line) ?? []));
    return found;
  };
}
