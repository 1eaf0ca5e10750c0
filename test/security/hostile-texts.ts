import { type Node, readPattern } from './pattern-nodes.js';

/** A text without its repetition: `before`, then `again` as often as wanted, then `after`. */
export interface Hostile {
  before: string;
  again: string;
  after: string;
}

/** Characters of every kind that patterns tell apart. */
const PALETTE = [...` \t\nax0Z9_-.,:;<>="'\`/\\@{}()[]|*$&%#!?~^+é漢·\u0301`];

/** What a pattern is slow with: texts that nearly match it, made of what it repeats and of what leads there. */
export function makeHostileTexts({ source, flags }: { source: string; flags: string }): Hostile[] {
  const texts = createSampler(flags.replace(/[gyd]/g, ''));
  const found = new Map<string, Hostile>();
  const add = (before: string, again: string): void => {
    if (again === '') return;
    for (const after of ['', '\u0001', '\n\u0001'])
      found.set(JSON.stringify([before, again, after]), { before, again, after });
  };
  walk(readPattern(source), '', (before, part) => {
    const bodies = texts.some(part);
    for (const body of bodies) {
      add(before, body);
      add('', body);
    }
    add('', before);
    add('', before + (bodies[0] ?? ''));
  });
  return [...found.values()];

  /** Visits what is repeated without end, each with a text that leads there. */
  function walk(node: Node, before: string, visit: (before: string, part: Node) => void): string {
    switch (node.kind) {
      case 'nothing':
        return before;
      case 'one':
        return before + (texts.some(node)[0] ?? '');
      case 'sequence':
        return node.parts.reduce((lead, part) => walk(part, lead, visit), before);
      case 'choice': {
        const [first = before] = node.ways.map((way) => walk(way, before, visit));
        return first;
      }
      case 'repeat':
        if (node.endless || node.most > 1000) visit(before, node.part);
        return walk(node.part, before, visit);
    }
  }
}

/** Makes texts that a part of a pattern matches. */
function createSampler(flags: string) {
  const known = new Map<string, string[]>();
  return { some };

  /** A few different ones; of a class of characters one of each kind. */
  function some(node: Node): string[] {
    switch (node.kind) {
      case 'nothing':
        return [''];
      case 'one':
        return charactersOf(node.source);
      case 'repeat':
        return some(node.part);
      case 'choice':
        return node.ways.flatMap((way) => some(way).slice(0, 2));
      case 'sequence': {
        const parts = node.parts.map(some);
        const most = Math.min(8, Math.max(1, ...parts.map(({ length }) => length)));
        return Array.from({ length: most }, (_none, at) =>
          parts.map((each) => each[at % each.length] ?? '').join(''),
        );
      }
    }
  }

  function charactersOf(source: string): string[] {
    const kept = known.get(source);
    if (kept) return kept;
    const literal = source.length === 1 && source !== '.' ? [source] : [];
    const pattern = new RegExp(`^(?:${source})$`, flags);
    const found = [
      ...literal,
      ...PALETTE.filter((each) => pattern.test(each)),
      ...spelledOut(source, pattern),
    ];
    const few = found.filter((_each, at) => at < 4 || at % 5 === 0);
    known.set(source, few);
    return few;
  }
}

/** Characters that stand in a class by themselves and in no palette. */
function spelledOut(source: string, pattern: RegExp): string[] {
  return [...source].filter((each) => !/[[\]\\^-]/.test(each) && pattern.test(each)).slice(0, 2);
}
