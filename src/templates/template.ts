import { RenderError } from '../errors.js';
import { quotePiece, quoteText } from './quote-text.js';

/** Text for slots and blocks by name, escaped already. */
export type Values = Readonly<Record<string, string | undefined>>;

/** Compiled text with slots `{{name}}` and blocks `{{#name}}…{{/name}}`. Filling it in is plain string work. */
export interface Template {
  /** A slot without a value raises `RenderError`; a block without one is left out. */
  fill(values: Values): string;
  /** The same with these slots and blocks filled in for good; the others stay. */
  bind(values: Values): Template;
  /** What stands inside a block. Raises `RenderError` when there is none of that name. */
  block(name: string): Template;
  /** The same in quoted-printable, made once, to be filled with values by `quotePiece`. Its last line stays open. */
  quoted(): Pick<Template, 'fill'>;
}

interface Slot {
  name: string;
  isBlock: boolean;
}

interface Pieces {
  file: string;
  /** One more than there are slots. */
  texts: string[];
  slots: Slot[];
  blocks: Map<string, Template>;
}

const MARK = /\{\{([#/]?\w+)\}\}/;

/** Splits text at its marks. `file` is named in errors. Raises `RenderError` when blocks do not close in order. */
export function parseTemplate(text: string, file: string): Template {
  return readPieces(text.split(MARK), { at: 0 }, file);
}

/** `tokens` holds texts at even places and marks at odd ones; `cursor` stands on a text. */
function readPieces(tokens: string[], cursor: { at: number }, file: string, inside?: string): Template {
  const pieces: Pieces = { file, texts: [tokens[cursor.at] ?? ''], slots: [], blocks: new Map() };
  for (;;) {
    const mark = tokens[cursor.at + 1];
    cursor.at += 2;
    if (mark === undefined || mark.startsWith('/')) {
      if (mark?.slice(1) === inside) return createTemplate(pieces);
      throw new RenderError(`${file}: {{#${inside ?? ''}}} meets ${mark ? `{{${mark}}}` : 'the end'}`);
    }
    const isBlock = mark.startsWith('#');
    const name = isBlock ? mark.slice(1) : mark;
    if (isBlock) pieces.blocks.set(name, readPieces(tokens, cursor, file, name));
    pieces.slots.push({ name, isBlock });
    pieces.texts.push(tokens[cursor.at] ?? '');
  }
}

function createTemplate(pieces: Pieces): Template {
  let quoted: Pick<Template, 'fill'> | undefined;
  return {
    fill: (values) => fillPieces(pieces, values),
    bind: (values) => createTemplate(bindPieces(pieces, values)),
    block: (name) => {
      const found = pieces.blocks.get(name);
      if (found) return found;
      throw new RenderError(`${pieces.file}: no block {{#${name}}}`);
    },
    quoted() {
      quoted ??= createTemplate(quotePieces(pieces));
      return quoted;
    },
  };
}

function fillPieces({ file, texts, slots }: Pieces, values: Values): string {
  let filled = texts[0] ?? '';
  let index = 0;
  for (const slot of slots) {
    index += 1;
    const value = values[slot.name];
    if (value === undefined && !slot.isBlock) throw new RenderError(`${file}: no value for {{${slot.name}}}`);
    filled += (value ?? '') + (texts[index] ?? '');
  }
  return filled;
}

function quotePieces(pieces: Pieces): Pieces {
  const last = pieces.texts.length - 1;
  const texts = pieces.texts.map((text, index) => (index < last ? quotePiece(text) : quoteText(text)));
  return { ...pieces, texts };
}

function bindPieces(pieces: Pieces, values: Values): Pieces {
  const bound: Pieces = { ...pieces, texts: [], slots: [] };
  let text = pieces.texts[0] ?? '';
  for (const [index, slot] of pieces.slots.entries()) {
    const value = values[slot.name];
    if (value === undefined) {
      bound.texts.push(text);
      bound.slots.push(slot);
      text = '';
    }
    text += (value ?? '') + (pieces.texts[index + 1] ?? '');
  }
  bound.texts.push(text);
  return bound;
}
