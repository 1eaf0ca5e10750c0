import type { Round } from './play-round.js';

type Cell = [heading: string, width: number, value: (round: Round) => string | number];

const cells: Cell[] = [
  ['round', 5, ({ plan }) => plan.number],
  ['what is done', 29, ({ plan }) => plan.kind.name],
  ['size', 9, ({ plan }) => plan.size],
  ['mail server', 11, ({ plan }) => (plan.rough ? 'misbehaves' : 'well')],
  ['kills', 5, ({ kills }) => kills],
  ['in DATA', 7, ({ caught }) => caught],
  ['mails', 6, ({ mails }) => mails],
  ['refused', 7, ({ verdict }) => verdict.refused],
  ['unknown', 7, ({ verdict }) => verdict.unknown],
  ['at most', 7, ({ mayBeUnknown }) => mayBeUnknown],
  ['lost', 4, ({ verdict }) => verdict.lost],
  ['repeated', 8, ({ verdict }) => verdict.repeated],
  ['resent', 6, ({ resent }) => resent],
  ['without', 7, ({ after }) => after.without],
  ['twice', 5, ({ after }) => after.twice],
  ['s', 4, ({ seconds }) => seconds],
];

const line = (texts: (string | number)[]) =>
  `${texts
    .map((text, at) => {
      const width = cells[at]?.[1] ?? 0;
      return typeof text === 'number' ? String(text).padStart(width) : text.padEnd(width);
    })
    .join('  ')
    .trimEnd()}\n`;

/** The columns: up to `repeated` before anybody asks for anything again, from `resent` on after it. */
export const tellHead = () => line(cells.map(([heading]) => heading));

export function tellRound(round: Round): string {
  const broken = round.broken.map((words) => `      BROKEN: ${words}\n`).join('');
  const kept = round.keptIn === undefined ? '' : `      logs: ${round.keptIn}\n`;
  return `${line(cells.map(([, , value]) => value(round)))}${broken}${kept}`;
}

export function tellTotals(rounds: Round[], seed: string): string {
  const sum = (value: (round: Round) => number) => rounds.reduce((total, round) => total + value(round), 0);
  const bad = rounds.filter(({ broken }) => broken.length > 0);
  const totals = [
    `${rounds.length} rounds, ${sum(({ kills }) => kills)} processes killed, ${sum(({ mails }) => mails)} mails taken`,
    `${sum(({ verdict }) => verdict.refused)} refused by the mail server, ${sum(({ verdict }) => verdict.unknown)} unknown (${sum(({ caught }) => caught)} were in DATA when something was killed)`,
    `${sum(({ verdict }) => verdict.lost)} lost, ${sum(({ verdict }) => verdict.repeated)} repeated unasked`,
    `${sum(({ resent }) => resent)} sent again when asked: ${sum(({ after }) => after.without)} without a mail, ${sum(({ after }) => after.twice)} have it twice`,
  ];
  const again = bad.map(
    ({ plan }) => `broken: round ${plan.number}; again: --seed ${seed} --round ${plan.number}\n`,
  );
  return `\n${totals.join('\n')}\n${again.join('') || 'every promise was kept\n'}`;
}
