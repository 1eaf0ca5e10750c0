import { isAscii, isUtf8 } from 'node:buffer';

/** How far into a page its own statement of its encoding is looked for (HTML standard: the first 1024 bytes). */
const DECLARATION_BYTES = 1024;

/** What bytes say. */
export interface DecodedText {
  text: string;
  /** Some of the bytes mean nothing in their encoding; U+FFFD stands for them. */
  garbled: boolean;
}

/**
 * Bytes to text. The encoding is that of the byte order mark, else of the `Content-Type`, else of the page's own
 * `<meta charset>` or XML declaration, else UTF-8. Names that nobody knows are passed over.
 */
export function decodeText(bytes: Buffer, contentType: string | undefined): DecodedText {
  const encoding = fromMark(bytes) ?? statedEncoding(bytes, contentType);
  const text = new TextDecoder(encoding).decode(bytes);
  return { text, garbled: text.includes('\ufffd') && !isWhole(bytes, encoding) };
}

/** Servers call UTF-8 by the name of an older encoding, but text of an older encoding hardly ever is valid UTF-8. */
function statedEncoding(bytes: Buffer, contentType: string | undefined): string {
  const [stated = 'utf-8'] = [fromHeader(contentType), fromPage(bytes)].flatMap(
    (name) => knownEncoding(name) ?? [],
  );
  const isOlder = !stated.startsWith('utf-');
  return isOlder && isUtf8(bytes) && !isAscii(bytes) ? 'utf-8' : stated;
}

function isWhole(bytes: Buffer, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function fromMark(bytes: Buffer): string | undefined {
  const mark = bytes.subarray(0, 3).toString('hex');
  if (mark === 'efbbbf') return 'utf-8';
  if (mark.startsWith('fffe')) return 'utf-16le';
  if (mark.startsWith('feff')) return 'utf-16be';
  return undefined;
}

function fromHeader(contentType = ''): string | undefined {
  return /;\s*charset\s*=\s*["']?([^\s;"']+)/i.exec(contentType)?.[1];
}

function fromPage(bytes: Buffer): string | undefined {
  const start = bytes.subarray(0, DECLARATION_BYTES).toString('latin1');
  const declared = /<meta[^>]+charset\s*=\s*["']?([^\s"'/>]+)|<\?xml[^>]+encoding\s*=\s*["']([^"']+)/i.exec(
    start,
  );
  return declared?.[1] ?? declared?.[2];
}

/** The encoding's own name for one of its labels; undefined for a label that nobody knows. */
function knownEncoding(label: string | undefined): string | undefined {
  try {
    return label === undefined ? undefined : new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}
