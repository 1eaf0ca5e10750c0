/**
 * A spreadsheet takes a cell that begins with one of these for a formula, and runs it
 * (OWASP, "CSV Injection"); the wide forms too. An apostrophe before it makes it a text.
 */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/;
const GUARDED = /^'+[=+\-@\t\r＝＋－＠]/;

export const guardCell = (cell: string) => (FORMULA.test(cell) ? `'${cell}` : cell);

/** Undoes `guardCell`. */
export const bareCell = (cell: string) => (GUARDED.test(cell) ? cell.slice(1) : cell);
