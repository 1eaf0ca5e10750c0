/** How far into a page its own statement of its encoding is looked for (HTML standard: the first 1024 bytes). */
const DECLARATION_BYTES = 1024;

/**
 * Bytes to text. The encoding is that of the byte order mark, else of the `Content-Type`, else of the page's own
 * `<meta charset>` or XML declaration, else UTF-8. Names that nobody knows are passed over.
 */
export function decodeText(bytes: Buffer, contentType: string | undefined): string {
  const labels = [fromMark(bytes), fromHeader(contentType), fromPage(bytes)];
  const label = labels.find((name) => name !== undefined && isEncoding(name));
  return new TextDecoder(label ?? 'utf-8').decode(bytes);
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

function isEncoding(label: string): boolean {
  try {
    return Boolean(new TextDecoder(label));
  } catch {
    return false;
  }
}
