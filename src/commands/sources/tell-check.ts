import type { Check } from './check-source.js';

/** A check as a person reads it: a line for each thing found. */
export function tellCheck(check: Check): string {
  const scope = Object.entries(check.scope).flat().join(' ');
  const lines = [
    `${check.source}, ${scope}: ${check.reads ? 'reads' : 'does not read'}`,
    ...tellFound(check),
    ...(check.warning === undefined ? [] : [line('warning', check.warning)]),
    ...tellTrouble(check),
  ];
  return `${lines.join('\n')}\n`;
}

function tellFound(check: Check): string[] {
  const { url, covers, papers, titles = [], profile, unreadable = [], reason } = check;
  const found: [name: string, value: string | number | undefined][] = [
    ['found', reason],
    ['asked', url],
    ['covers', covers?.date ?? covers?.period ?? (check.reads ? 'the page does not say' : undefined)],
    ['person', profile],
    ['papers', papers],
    ...titles.map((title, at): [string, string] => [at === 0 ? 'first' : '', cut(title)]),
    ...unreadable.map(({ at, reason: why }): [string, string] => ['unreadable', `${at}: ${why}`]),
  ];
  return found.flatMap(([name, value]) => (value === undefined ? [] : [line(name, value)]));
}

function tellTrouble({ trouble }: Check): string[] {
  if (!trouble) return [];
  const since = trouble.failingSince?.toISOString().slice(0, 16).replace('T', ' ');
  return [
    line('trouble', `${trouble.outcome} since ${since} UTC: ${trouble.reason ?? 'no reason was kept'}`),
  ];
}

const line = (name: string, value: string | number) => `  ${name.padEnd(10)}  ${value}`;

const cut = (text: string) => (text.length > 100 ? `${text.slice(0, 99)}…` : text);
