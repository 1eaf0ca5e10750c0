import type { Finding } from './verdict.js';

/** A finding as a person reads it: one line, the mend behind an arrow. */
export function tellFinding(finding: Finding, nameWidth: number): string {
  const { check, status, found } = finding;
  const mend = finding.status === 'ok' ? '' : ` → ${finding.mend}`;
  return `${status.padEnd(4)}  ${check.padEnd(nameWidth)}  ${oneLine(found + mend)}\n`;
}

/** What a server or a site said may hold line breaks and control characters. */
const oneLine = (text: string) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

/** `1 fail, 2 warnings, 14 ok` */
export function sumUp(findings: Finding[]): string {
  const count = (status: Finding['status']) => findings.filter((finding) => finding.status === status).length;
  const warnings = count('warn');
  return `${count('fail')} fail, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}, ${count('ok')} ok`;
}
