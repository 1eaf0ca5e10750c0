/** A regular expression in parts, as far as making texts for it needs it. */
export type Node =
  | { kind: 'one'; source: string }
  | { kind: 'sequence'; parts: Node[] }
  | { kind: 'choice'; ways: Node[] }
  | { kind: 'repeat'; part: Node; endless: boolean; most: number }
  | { kind: 'nothing' };

/** Reads the source of a regular expression that is known to be valid. */
export function readPattern(source: string): Node {
  const { node } = readChoice(source, 0);
  return node;
}

interface Read {
  node: Node;
  at: number;
}

function readChoice(source: string, from: number): Read {
  const ways: Node[] = [];
  let at = from;
  for (;;) {
    const way = readSequence(source, at);
    ways.push(way.node);
    at = way.at;
    if (source[at] !== '|') break;
    at += 1;
  }
  return { node: ways.length === 1 && ways[0] ? ways[0] : { kind: 'choice', ways }, at };
}

function readSequence(source: string, from: number): Read {
  const parts: Node[] = [];
  let at = from;
  while (at < source.length && source[at] !== '|' && source[at] !== ')') {
    const part = readRepeat(source, at);
    parts.push(part.node);
    at = part.at;
  }
  return { node: { kind: 'sequence', parts }, at };
}

const COUNT = /(?:[*+?]|\{(\d+)(,(\d*))?\})\??/y;

function readRepeat(source: string, from: number): Read {
  const { node, at } = readOne(source, from);
  COUNT.lastIndex = at;
  const [sign, least, comma, most] = COUNT.exec(source) ?? [];
  if (sign === undefined) return { node, at };
  const isEndless = /^[*+]/.test(sign) || (comma !== undefined && most === '');
  const times = sign.startsWith('?') ? 1 : Number(most || least || 1);
  return {
    node: { kind: 'repeat', part: node, endless: isEndless, most: times },
    at: at + sign.length,
  };
}

const GROUP = /\((?:\?(?::|=|!|<=|<!|<\w+>))?/y;
const ONE =
  /\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[\da-f]{4}|x[\da-f]{2}|c[A-Z]|k<\w+>|.)|\[(?:\\.|[^\]\\])*\]|./isuy;

function readOne(source: string, from: number): Read {
  GROUP.lastIndex = from;
  const opening = GROUP.exec(source)?.[0];
  if (opening !== undefined) {
    const { node, at } = readChoice(source, from + opening.length);
    return { node: opening.endsWith('!') ? { kind: 'nothing' } : node, at: at + 1 };
  }
  ONE.lastIndex = from;
  const text = ONE.exec(source)?.[0] ?? '';
  const isPlace = /^(?:[\^$]|\\[bB]|\\\d|\\k.*)$/.test(text);
  return { node: isPlace ? { kind: 'nothing' } : { kind: 'one', source: text }, at: from + text.length };
}
