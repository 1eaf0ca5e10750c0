import { parse } from 'csv-parse/sync';
import { UsageError } from '../errors.js';
import { bareCell } from './cell-guard.js';
import { LONGEST_LINE, readLines } from './read-lines.js';
import { COLUMNS, type Column, type RawRow } from './reader-row.js';

/** A quotation mark that nobody closes would swallow the rest of the list; no cell of ours has so many lines. */
const MOST_LINES = 20;

/**
 * The rows of a CSV list (RFC 4180, UTF-8) whose first row names its columns, in flat memory. A row that cannot be read
 * is told as such, and the next one is read. Raises `UsageError` when the first row does not name the columns.
 */
export async function* readCsv(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<RawRow> {
  let columns: Column[] | undefined;
  let row = 0;
  for await (const text of cutRecords(readLines(chunks))) {
    row += 1;
    const record = readRecord(text);
    columns ??= nameColumns(record);
    if (row > 1 && text.trim() !== '') yield { row, ...toFields(columns, record) };
  }
  if (row === 0) nameColumns([]);
}

/** Joins lines until their quotation marks are even; where they never are, the first line stands alone. */
async function* cutRecords(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let held: string[] = [];
  for await (const line of lines) held = yield* take(held, line);
  while (held.length > 0) held = yield* giveUpFirst(held);
}

/** Takes one line more; what it gives back is still open. */
function* take(held: string[], line: string): Generator<string, string[]> {
  const lines = [...held, line];
  if (!isWhole(lines)) return lines.length > MOST_LINES ? yield* giveUpFirst(lines) : lines;
  yield lines.join('\n');
  return [];
}

function* giveUpFirst([first = '', ...others]: string[]): Generator<string, string[]> {
  yield first;
  let held: string[] = [];
  for (const line of others) held = yield* take(held, line);
  return held;
}

const isWhole = (lines: string[]) =>
  lines.reduce((sum, line) => sum + line.split('"').length - 1, 0) % 2 === 0;

function readRecord(text: string): string[] | { problem: string } {
  if (text.length > LONGEST_LINE) return { problem: `the row is longer than ${LONGEST_LINE} characters` };
  try {
    const [record = []] = parse(text, { relax_column_count: true });
    return record;
  } catch {
    return { problem: 'its quotation marks do not fit: one inside a cell is written twice ("")' };
  }
}

function nameColumns(record: string[] | { problem: string }): Column[] {
  const names = Array.isArray(record) ? record.map((name) => name.trim()) : [];
  const columns = names.map((name) => COLUMNS.find((each) => each.toLowerCase() === name.toLowerCase()));
  const odd = names.filter((_, at) => columns[at] === undefined);
  const double = names.filter((_, at) => columns.indexOf(columns[at]) !== at);
  const problem =
    odd.length > 0
      ? `there is no column "${odd[0]?.slice(0, 80)}"`
      : double.length > 0
        ? `the column "${double[0]}" stands there twice`
        : columns.includes('email')
          ? undefined
          : 'there is no column "email"';
  if (problem === undefined) return columns.filter((column) => column !== undefined);
  throw new UsageError(
    `row 1: ${problem}; the first row names the columns, with commas between: ${COLUMNS.join(',')}`,
  );
}

function toFields(
  columns: Column[],
  record: string[] | { problem: string },
): { fields: Record<string, unknown> } | { problem: string } {
  if (!Array.isArray(record)) return record;
  if (record.length !== columns.length)
    return { problem: `it has ${record.length} cells where the first row names ${columns.length}` };
  return { fields: Object.fromEntries(columns.map((column, at) => [column, readCell(record[at] ?? '')])) };
}

/** A list whose parts hold commas or semicolons is written as JSON. */
function readCell(cell: string): unknown {
  const text = bareCell(cell);
  if (!/^\s*\[/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
