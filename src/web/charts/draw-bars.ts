import { scaleBand } from 'd3-scale';
import type { Day } from '../../model/clock.js';
import { sayDate } from '../dates.js';
import {
  BOX_WIDTH,
  FRAME,
  percent,
  roomFor,
  scaleTimes,
  scaleValues,
  shiftDown,
  tickTimes,
  tickValues,
} from './axes.js';
import type { Chart } from './chart.js';
import { sayBriefly, sayExactly } from './say-figure.js';

export interface BarsToDraw {
  /** What is counted: `Papers a day`. */
  title: string;
  /** One bar a day, oldest first. A day that is left out is shown as a gap: hand in 0 where nothing is known to have come. */
  days: readonly { day: Day; value: number }[];
}

/** A bar a day, with the last day's figure beside it. Undefined when there is no day at all. */
export function drawBars({ title, days }: BarsToDraw): Chart | undefined {
  const [first, last] = [days[0], days[days.length - 1]];
  if (!first || !last) return undefined;
  const y = scaleValues(
    days.map(({ value }) => value),
    { unit: 'count', fromZero: true },
  );
  const yTicks = tickValues(y, 'count');
  const end = { y: shiftDown(y(last.value)), label: sayBriefly(last.value), tone: 'accent' as const };
  return {
    title,
    words: describeBars(title, days),
    ...FRAME,
    left: roomFor(yTicks.map(({ label }) => label)),
    right: roomFor([end.label]),
    yTicks,
    xTicks: tickDays(first.day, last.day),
    lines: [],
    dots: [],
    bars: placeBars(days, y),
    ends: [end],
    table: {
      headings: ['Day', title],
      rows: days.map(({ day, value }) => [sayDate(day), sayExactly(value)]).reverse(),
    },
  };
}

const DAY_MS = 86_400_000;
const startOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`);

function placeBars(days: BarsToDraw['days'], y: (value: number) => number): Chart['bars'] {
  const bands = bandsOf(days[0]?.day ?? '', days[days.length - 1]?.day ?? '');
  return days.map(({ day, value }) => ({
    x: percent(bands(startOf(day)) ?? 0),
    width: percent(bands.bandwidth()),
    y: shiftDown(y(value)),
    height: Math.round((FRAME.plotHeight - y(value)) * 10) / 10,
  }));
}

/** A place for every day from the first to the last, whether or not there is a figure for it. */
function bandsOf(first: Day, last: Day) {
  const count = Math.round((startOf(last) - startOf(first)) / DAY_MS) + 1;
  const starts = Array.from({ length: count }, (_, at) => startOf(first) + at * DAY_MS);
  return scaleBand<number>(starts, [0, BOX_WIDTH]).paddingInner(0.25);
}

/** Dates stand under the middle of their bars. */
function tickDays(first: Day, last: Day): Chart['xTicks'] {
  const half = bandsOf(first, last).bandwidth() / 2;
  const start = new Date(startOf(first));
  if (first === last)
    return tickTimes(scaleTimes([start, new Date(start.getTime() + DAY_MS)]), true).slice(0, 1);
  return tickTimes(scaleTimes([start, new Date(startOf(last))]).range([half, BOX_WIDTH - half]), true);
}

function describeBars(title: string, days: BarsToDraw['days']): string {
  const sum = days.reduce((total, { value }) => total + value, 0);
  const most = days.reduce((best, one) => (one.value > best.value ? one : best));
  const span = `${sayDate(days[0]?.day ?? '')} to ${sayDate(days[days.length - 1]?.day ?? '')}`;
  return `${title}, ${span}: ${sayExactly(sum)} in all, at most ${sayExactly(most.value)}, on ${sayDate(most.day)}.`;
}
