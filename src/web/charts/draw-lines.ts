import type { ScaleLinear, ScaleTime } from 'd3-scale';
import { curveLinear, curveStepAfter, line } from 'd3-shape';
import { DateTime } from 'luxon';
import {
  FRAME,
  percent,
  roomFor,
  scaleTimes,
  scaleValues,
  shiftDown,
  tickTimes,
  tickValues,
} from './axes.js';
import type { Chart, ChartTable, Point, Series, Tone, Unit } from './chart.js';
import { sayBriefly, sayExactly } from './say-figure.js';

export interface LinesToDraw {
  /** What the figures are: `Votes`, `h-index`. */
  title: string;
  /** The first is in the accent. */
  series: readonly Series[];
  /** `count` when absent. */
  unit?: Unit;
  /** Whether the axis begins at nothing; else it begins near the least figure. */
  fromZero?: boolean;
  /** Whether a figure holds until the next one, as one that is kept only when it moves; else a straight line joins the two. */
  holds?: boolean;
}

/** A line over time for each series, with its last figure at its end. Undefined when there is no figure at all. */
export function drawLines(asked: LinesToDraw): Chart | undefined {
  const { title, unit = 'count', fromZero = false, holds = false } = asked;
  const series = asked.series.map(keepFigures).filter(({ points }) => points.length > 0);
  const points = series.flatMap((one) => one.points);
  if (points.length === 0) return undefined;
  const x = scaleTimes(points.map(({ at }) => at));
  const y = scaleValues(
    points.map(({ value }) => value),
    { unit, fromZero },
  );
  const yTicks = tickValues(y, unit);
  const ends = placeEnds(series, y, unit);
  return {
    title,
    words: describeLines(title, series, unit),
    ...FRAME,
    left: roomFor(yTicks.map(({ label }) => label)),
    right: roomFor(ends.map(({ label }) => label)),
    yTicks,
    xTicks: tickTimes(x),
    lines: drawPaths(series, x, y, holds),
    dots: series.map((one, at) => dotEnd(one, x, y, toneOf(at))),
    bars: [],
    ends,
    table: tabulate(series, unit),
  };
}

const toneOf = (at: number): Tone => (at === 0 ? 'accent' : 'muted');

/** Oldest first, without what is no number. */
function keepFigures({ name, points }: Series): Series {
  const kept = points.filter(({ value }) => Number.isFinite(value));
  return { name, points: kept.sort((a, b) => a.at.getTime() - b.at.getTime()) };
}

function drawPaths(
  series: Series[],
  x: ScaleTime<number, number>,
  y: ScaleLinear<number, number>,
  holds: boolean,
): Chart['lines'] {
  const draw = line<Point>(
    (point) => x(point.at),
    (point) => y(point.value),
  )
    .curve(holds ? curveStepAfter : curveLinear)
    .digits(1);
  return series.map(({ points }, at) => ({
    path: points.length > 1 ? (draw([...points]) ?? '') : '',
    tone: toneOf(at),
  }));
}

function dotEnd(
  { points }: Series,
  x: ScaleTime<number, number>,
  y: ScaleLinear<number, number>,
  tone: Tone,
): Chart['dots'][number] {
  const last = points[points.length - 1] as Point;
  return { x: percent(x(last.at)), y: shiftDown(y(last.value)), tone };
}

const LINE_HEIGHT = 15;

/** The last figures, level with their lines, moved down where two would cover each other. */
function placeEnds(series: Series[], y: ScaleLinear<number, number>, unit: Unit): Chart['ends'] {
  const ends = series
    .map(({ name, points }, at) => {
      const { value } = points[points.length - 1] as Point;
      const figure = sayBriefly(value, unit);
      const label = series.length > 1 ? `${figure} ${name}` : figure;
      return { y: shiftDown(y(value)), label, tone: toneOf(at) };
    })
    .sort((a, b) => a.y - b.y);
  let free = Number.NEGATIVE_INFINITY;
  return ends.map((end) => {
    const placed = { ...end, y: Math.max(end.y, free) };
    free = placed.y + LINE_HEIGHT;
    return placed;
  });
}

function describeLines(title: string, series: Series[], unit: Unit): string {
  const parts = series.map(({ name, points }) => {
    const [first, last] = [points[0] as Point, points[points.length - 1] as Point];
    const whose = series.length > 1 ? `${name}: ` : '';
    const end = `${sayExactly(last.value, unit)} on ${sayMoment(last.at, 'd LLLL yyyy')}`;
    if (points.length === 1) return `${whose}${end}`;
    return `${whose}from ${sayExactly(first.value, unit)} on ${sayMoment(first.at, 'd LLLL yyyy')} to ${end}`;
  });
  return `${title}, ${parts.join('; ')}.`;
}

/** A row a moment, newest first. */
function tabulate(series: Series[], unit: Unit): ChartTable {
  const times = [...new Set(series.flatMap(({ points }) => points.map(({ at }) => at.getTime())))];
  const columns = series.map(({ points }) => new Map(points.map(({ at, value }) => [at.getTime(), value])));
  const rows = times
    .sort((a, b) => b - a)
    .map((time) => [
      sayMoment(new Date(time), 'd LLL yyyy HH:mm'),
      ...columns.map((column) => sayCell(column.get(time), unit)),
    ]);
  return { headings: ['Time (UTC)', ...series.map(({ name }) => name)], rows };
}

const sayCell = (value: number | undefined, unit: Unit): string =>
  value === undefined ? '' : sayExactly(value, unit);

const sayMoment = (at: Date, pattern: string): string =>
  DateTime.fromJSDate(at, { zone: 'utc' }).setLocale('en-GB').toFormat(pattern);
