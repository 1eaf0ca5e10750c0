import type { Email } from 'postal-mime';

/** Header fields by name in lower case; of several of one name, the first. */
export type Fields = ReadonlyMap<string, string>;

/** The content of the first part of a type, as text. */
export function partOf(email: Email, type: RegExp): string | undefined {
  const part = email.attachments.find(({ mimeType }) => type.test(mimeType));
  if (part === undefined) return undefined;
  return typeof part.content === 'string' ? part.content : new TextDecoder().decode(part.content);
}

/** Blocks of fields with empty lines between them (RFC 3464, section 2.1); folded lines are put together. */
export function readBlocks(text: string): Fields[] {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]+(?=\S)/g, ' ')
    .split(/\n[ \t]*\n/)
    .map(readFields)
    .filter(({ size }) => size > 0);
}

function readFields(block: string): Fields {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const [, name, value] = /^([!-9;-~]+)[ \t]*:(.*)$/.exec(line) ?? [];
    const key = name?.toLowerCase();
    if (key !== undefined && !fields.has(key)) fields.set(key, (value ?? '').trim());
  }
  return fields;
}
