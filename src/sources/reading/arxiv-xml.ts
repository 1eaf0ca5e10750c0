import { type CheerioAPI, load } from 'cheerio/slim';
import { ParseError } from '../../errors.js';
import { oneLine } from './one-line.js';

type Document = NonNullable<ReturnType<CheerioAPI['root']>[0]>;
type Node = Document['children'][number];

/** An element of an XML document, its name with the prefix it came with. */
export type XmlElement = Extract<Node, { attribs: unknown }>;

/** A feed is nested a handful of times; the parser's time grows with the square of the depth. */
const MAX_DEPTH = 1_000;

/**
 * The outermost element; undefined when there is none. Broken markup is read as far as it goes. Raises `ParseError`
 * when it is nested beyond reason.
 */
export function loadXml(text: string): XmlElement | undefined {
  refuseEndlessNesting(text);
  const document = load(text, { xml: true }).root()[0];
  return document?.children.find(isElement);
}

/** The children of a name, such as `arxiv:comment`. Selectors would cost more than all the rest of the reading. */
export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter(isElement).filter((child) => child.name === name);
}

/** Text of the first child of a name, on one line; empty when there is none. */
export function textOf(element: XmlElement, name: string): string {
  const [child] = childrenOf(element, name);
  return child ? innerText(child) : '';
}

/** Texts of all children of a name, on one line each; the empty ones are left out. */
export function textsOf(element: XmlElement, name: string): string[] {
  const texts = childrenOf(element, name).map(innerText);
  return texts.filter((text) => text !== '');
}

/** All text within, on one line. Without recursion: broken feeds may be nested as deep as they are long. */
export function innerText(element: XmlElement): string {
  const texts: string[] = [];
  const waiting: Node[] = [element];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.nodeType === 3) texts.push(node.data);
    else if ('children' in node) waiting.push(...node.children.toReversed());
  }
  return oneLine(texts.join(''));
}

/** Every tag that is not closed in itself, and what may hold the like without being markup. */
const TAG = /<(\/?)[a-z](?:[^<>]*[^<>/])?>|<!--.*?(?:-->|$)|<!\[CDATA\[.*?(?:\]\]>|$)/gis;

/** Whether every element has its end: one that has none would pass for the text of another. */
export function isClosed(text: string): boolean {
  let depth = 0;
  for (const [tag, slash] of text.matchAll(TAG)) if (!tag.startsWith('<!')) depth += slash ? -1 : 1;
  return depth === 0;
}

function refuseEndlessNesting(text: string): void {
  let depth = 0;
  for (const [, slash] of text.matchAll(/<(\/?)[a-z](?:[^<>]*[^<>/])?>/gi)) {
    depth = slash ? Math.max(0, depth - 1) : depth + 1;
    if (depth > MAX_DEPTH) throw new ParseError('the feed is broken: its elements are nested without end');
  }
}

function isElement(node: Node): node is XmlElement {
  return 'attribs' in node;
}
