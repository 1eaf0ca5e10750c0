export interface Column<Row> {
  head: string;
  cell(row: Row): string | number;
  /** Longer cells are cut, with an ellipsis. */
  max?: number;
}

/** A plain table for a terminal: figures to the right, words to the left, columns as wide as they need. */
export function formatTable<Row>(columns: Column<Row>[], rows: Row[]): string {
  const cells = rows.map((row) => columns.map((column) => column.cell(row)));
  const texts = cells.map((line) => line.map((cell, at) => cut(String(cell), columns[at]?.max)));
  const heads = columns.map(({ head }) => head);
  const widths = heads.map((head, at) =>
    Math.max(head.length, ...texts.map((line) => [...(line[at] ?? '')].length)),
  );
  const isFigure = heads.map(
    (_, at) => cells.length > 0 && cells.every((line) => typeof line[at] === 'number'),
  );
  const print = (line: string[]) =>
    line
      .map((text, at) => pad(text, widths[at] ?? 0, isFigure[at] ?? false))
      .join('  ')
      .trimEnd();
  return `${[heads, widths.map((width) => '─'.repeat(width)), ...texts].map(print).join('\n')}\n`;
}

function pad(text: string, width: number, isFigure: boolean): string {
  const space = ' '.repeat(Math.max(0, width - [...text].length));
  return isFigure ? space + text : text + space;
}

function cut(text: string, max = 80): string {
  const letters = [...text];
  return letters.length <= max ? text : `${letters.slice(0, max - 1).join('')}…`;
}
