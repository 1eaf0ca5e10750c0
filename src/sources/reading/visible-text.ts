import type { CheerioAPI } from 'cheerio/slim';
import { loadMarkup } from './load-markup.js';
import { isHiddenElement, layoutOf } from './visible-elements.js';
import { type VisibleText, writeLines } from './visible-lines.js';
import { webAddress } from './web-address.js';

export type { VisibleLine, VisibleLink, VisibleText } from './visible-lines.js';

/** Elements deeper than this are read, but not told apart. */
const MAX_WITHIN = 64;

type Document = NonNullable<ReturnType<CheerioAPI['root']>[0]>;
type Node = Document['children'][number];
type Element = Extract<Node, { attribs: unknown }>;
type Writer = ReturnType<typeof writeLines>;

/**
 * Reads HTML or plain text (told apart by what it holds) as a person sees it: hidden elements, scripts and styles are
 * left out, blocks and `<br>` end lines, blank lines end blocks. In linear time. Addresses of
 * links are resolved against `base`. Raises `ParseError` when the markup is nested beyond reason.
 */
export function readVisibleText(body: string, base?: string): VisibleText {
  return isMarkup(body) ? readMarkup(body, base) : readPlainText(body);
}

/** Formulas hold `<` too, so only the tags that every page has count. */
function isMarkup(body: string): boolean {
  return /^[\s\ufeff]*<[a-z!?]|<\/?(?:html|head|body|main|article|section|div|p|ul|ol|table|h[1-6])[\s/>]/i.test(
    body,
  );
}

function readPlainText(body: string): VisibleText {
  const writer = writeLines();
  for (const line of body.split(/\r\n|[\n\r\f\v\u2028\u2029]/)) {
    writer.addText(line, []);
    writer.endLine();
  }
  return writer.finish();
}

/** Walks without recursion: pages may be nested as deep as they are long. */
function readMarkup(body: string, base: string | undefined): VisibleText {
  const writer = writeLines();
  const around: number[] = [];
  let count = 0;
  const waiting: { node: Node; leaves: boolean }[] = [];
  const visitLater = (nodes: readonly Node[]) => {
    for (const node of nodes.toReversed()) waiting.push({ node, leaves: false });
  };
  visitLater(loadMarkup(body).root()[0]?.children ?? []);
  for (let step = waiting.pop(); step; step = waiting.pop()) {
    const { node, leaves } = step;
    if (node.nodeType === 3) writeText(writer, node.data, node.parent, around);
    if (!('attribs' in node) || isHiddenElement(node.name, node.attribs)) continue;
    breakAround(writer, node);
    if (leaves) {
      around.pop();
      continue;
    }
    count += 1;
    around.push(count);
    addLink(writer, node, around, base);
    waiting.push({ node, leaves: true });
    visitLater(node.children);
  }
  return writer.finish();
}

/** Line breaks of the markup are spaces, except where they are kept. */
function writeText(writer: Writer, text: string, parent: Node['parent'], around: number[]): void {
  const isKept = parent !== null && 'name' in parent && /^(?:pre|textarea|listing)$/.test(parent.name);
  const [first = '', ...more] = isKept ? text.split(/\r?\n/) : [text];
  writer.addText(first, around.slice(0, MAX_WITHIN));
  for (const line of more) {
    writer.endLine();
    writer.addText(line, around.slice(0, MAX_WITHIN));
  }
}

/** Called when an element begins and when it ends. */
function breakAround(writer: Writer, { name, attribs }: Element): void {
  const layout = layoutOf(name, attribs);
  if (layout === 'block') writer.endBlock();
}

function addLink(writer: Writer, { name, attribs }: Element, around: number[], base?: string): void {
  if (name === 'br') writer.endLine();
  const url = name === 'a' ? webAddress(attribs.href, base) : undefined;
  if (url !== undefined) writer.addLink(url, around.slice(0, MAX_WITHIN));
}
