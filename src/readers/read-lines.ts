/** The longest line that is looked at, in characters: a reader with every choice needs a fraction of it. */
export const LONGEST_LINE = 131_072;

/** The lines of a text in UTF-8, without their ends. Of a line that is too long only the beginning is kept. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest = '';
  for await (const text of decode(chunks)) {
    const lines = (rest + text).split('\n');
    // One character more than may be, so that it still shows that it was too long.
    rest = (lines.pop() ?? '').slice(0, LONGEST_LINE + 1);
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
  if (rest !== '') yield rest;
}

/** The text in pieces, without the byte order mark that some programs put before it. */
export async function* decode(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}
