import { type ScaleLinear, type ScaleTime, scaleLinear, scaleUtc } from 'd3-scale';
import { DateTime } from 'luxon';
import type { Chart, Unit } from './chart.js';
import { sayBriefly } from './say-figure.js';

/** A plot is this high, with room for half a line of text above it and the dates below. */
export const FRAME = { top: 10, plotHeight: 140, height: 178 };

/** How wide the box is that paths are drawn in, before it is stretched. */
export const BOX_WIDTH = 1000;

const DAY_MS = 86_400_000;
/** A digit of the bold 12 px type is narrower than this. */
const LETTER = 8;
const GAP = 8;

export interface ValueRule {
  unit: Unit;
  /** Whether the axis begins at nothing, as it must for bars. */
  fromZero: boolean;
}

/** Figures to pixels from the top of the plot. A flat line gets room above and below. */
export function scaleValues(
  values: readonly number[],
  { unit, fromZero }: ValueRule,
): ScaleLinear<number, number> {
  const high = values.reduce((a, b) => Math.max(a, b), fromZero ? 0 : Number.NEGATIVE_INFINITY);
  const low = values.reduce((a, b) => Math.min(a, b), fromZero ? 0 : Number.POSITIVE_INFINITY);
  const room = low < high ? 0 : Math.max(Math.abs(high) * 0.1, unit === 'share' ? 0.05 : 1);
  const bottom = low >= 0 ? Math.max(0, low - room) : low - room;
  return scaleLinear([bottom, high + room], [FRAME.plotHeight, 0]).nice(3);
}

/** Moments to places in the box. A single moment stands at the end. */
export function scaleTimes(times: readonly Date[]): ScaleTime<number, number> {
  const last = times.reduce((a, b) => (b > a ? b : a), times[0] ?? new Date(0));
  const first = times.reduce((a, b) => (b < a ? b : a), last);
  const start = first < last ? first : new Date(last.getTime() - DAY_MS);
  return scaleUtc([start, last], [0, BOX_WIDTH]);
}

/** Few ticks: counts only whole, none twice. */
export function tickValues(scale: ScaleLinear<number, number>, unit: Unit): Chart['yTicks'] {
  const wanted = scale.ticks(3).filter((value) => unit === 'share' || Number.isInteger(value));
  return wanted.map((value) => ({ y: shiftDown(scale(value)), label: sayBriefly(value, unit) }));
}

/** Few ticks, in hours, days, months or years as the span is long; a label at either edge keeps within the plot. */
export function tickTimes(scale: ScaleTime<number, number>, wholeDays = false): Chart['xTicks'] {
  const [start, end] = scale.domain() as [Date, Date];
  const pattern = choosePattern(end.getTime() - start.getTime());
  const kept: { x: number; label: string }[] = [];
  for (const at of scale.ticks(4).filter((one) => !wholeDays || one.getTime() % DAY_MS === 0)) {
    const tick = { x: scale(at), label: sayTick(at, wholeDays && pattern === HOURS ? 'd LLL' : pattern) };
    const before = kept.at(-1);
    if (!before || (before.label !== tick.label && leftOf(tick) > rightOf(before))) kept.push(tick);
  }
  return kept.map(({ x, label }) => ({ x: percent(x), label, anchor: chooseAnchor(x) }));
}

/** In a plot of 160 px, the narrowest there is. */
const widthOf = (label: string): number => ((label.length * LETTER) / 160) * BOX_WIDTH;
const SHARE_LEFT = { start: 0, middle: 0.5, end: 1 };

const leftOf = ({ x, label }: { x: number; label: string }): number =>
  x - SHARE_LEFT[chooseAnchor(x)] * widthOf(label);
const rightOf = ({ x, label }: { x: number; label: string }): number =>
  x + (1 - SHARE_LEFT[chooseAnchor(x)]) * widthOf(label);

/** A place in the box as a share of the plot's width. */
export const percent = (x: number): string => `${Math.round((x / BOX_WIDTH) * 10_000) / 100}%`;

/** From the top of the plot to the top of the picture. */
export const shiftDown = (y: number): number => Math.round((FRAME.top + y) * 10) / 10;

/** Room for the longest of these labels. */
export function roomFor(labels: readonly string[]): number {
  const longest = labels.reduce((most, label) => Math.max(most, label.length), 0);
  return longest === 0 ? 0 : longest * LETTER + GAP;
}

export function chooseAnchor(x: number): 'start' | 'middle' | 'end' {
  if (x < BOX_WIDTH * 0.08) return 'start';
  return x > BOX_WIDTH * 0.92 ? 'end' : 'middle';
}

const HOURS = 'd LLL HH:mm';

function choosePattern(spanMs: number): string {
  if (spanMs < 2 * DAY_MS) return HOURS;
  if (spanMs < 150 * DAY_MS) return 'd LLL';
  return spanMs < 3 * 365 * DAY_MS ? 'LLL yyyy' : 'yyyy';
}

function sayTick(at: Date, pattern: string): string {
  return DateTime.fromJSDate(at, { zone: 'utc' }).setLocale('en-GB').toFormat(pattern);
}
