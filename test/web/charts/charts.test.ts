import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chart, Point } from '../../../src/web/charts/chart.js';
import { drawBars } from '../../../src/web/charts/draw-bars.js';
import { drawLines } from '../../../src/web/charts/draw-lines.js';
import { drawSpark } from '../../../src/web/charts/draw-spark.js';
import { sayBriefly, sayExactly } from '../../../src/web/charts/say-figure.js';

const at = (day: number, hour = 0) => new Date(Date.UTC(2026, 7, day, hour));
const points = (...values: number[]): Point[] => values.map((value, index) => ({ at: at(1 + index), value }));
const drawn = (chart: Chart | undefined): Chart => {
  if (!chart) throw new Error('no chart was drawn');
  return chart;
};
const draw = (series: Point[], over = {}) =>
  drawn(drawLines({ title: 'Votes', series: [{ name: 'Votes', points: series }], ...over }));
const numbersIn = (path: string) => (path.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number);

describe('a line over time', () => {
  it('has few ticks, whole counts, and its last figure at its end', () => {
    const chart = draw(points(3, 40, 128), { fromZero: true });
    expect(chart.yTicks.map(({ label }) => label)).toEqual(['0', '50', '100', '150']);
    expect(chart.xTicks.map(({ label }) => label)).toEqual(['1 Aug', '2 Aug', '3 Aug']);
    expect(chart.xTicks.map(({ anchor }) => anchor)).toEqual(['start', 'middle', 'end']);
    expect(chart.ends).toMatchObject([{ label: '128', tone: 'accent' }]);
    expect(chart.dots).toEqual([{ x: '100%', y: chart.ends[0]?.y, tone: 'accent' }]);
    expect(chart.words).toBe('Votes, from 3 on 1 August 2026 to 128 on 3 August 2026.');
  });

  it('is not drawn without a figure', () => {
    expect(drawLines({ title: 'Votes', series: [] })).toBeUndefined();
    expect(drawLines({ title: 'Votes', series: [{ name: 'a', points: [] }] })).toBeUndefined();
    const none = [{ at: at(1), value: Number.NaN }];
    expect(drawLines({ title: 'Votes', series: [{ name: 'a', points: none }] })).toBeUndefined();
  });

  it('is a dot at the end for one figure, even for none of it', () => {
    const chart = draw(points(0), { fromZero: true });
    expect(chart.lines[0]?.path).toBe('');
    expect(chart.dots).toEqual([{ x: '100%', y: 150, tone: 'accent' }]);
    expect(chart.words).toBe('Votes, 0 on 1 August 2026.');
  });

  it('lies level in the middle where nothing moved, and off the floor', () => {
    const chart = draw(points(7, 7, 7));
    const [y = 0] = [chart.dots[0]?.y];
    expect(y).toBeGreaterThan(chart.top);
    expect(y).toBeLessThan(chart.top + chart.plotHeight);
    expect(new Set(numbersIn(chart.lines[0]?.path ?? '').filter((_, index) => index % 2)).size).toBe(1);
  });

  it('holds a figure until the next one where figures are kept only when they move', () => {
    const straight = draw(points(1, 2)).lines[0]?.path;
    const stepped = draw(points(1, 2), { holds: true }).lines[0]?.path;
    expect(numbersIn(straight ?? '')).toHaveLength(4);
    expect(stepped).toMatch(/^M0,\d+L1000,\d+L1000,0$/);
  });

  it('labels large figures briefly and tells them exactly', () => {
    const chart = draw(points(12_345, 2_345_678));
    expect(chart.ends[0]?.label).toBe('2.3M');
    expect(chart.table.rows[0]).toEqual(['2 Aug 2026 00:00', '2,345,678']);
    expect(chart.right).toBeLessThan(60);
  });

  it('writes shares of one as per cent', () => {
    const chart = draw(points(0.4, 0.425), { unit: 'share' });
    expect(chart.ends[0]?.label).toBe('42.5 %');
    expect(chart.yTicks.every(({ label }) => label.endsWith('%'))).toBe(true);
  });

  it('keeps the ends of several lines apart, and leaves a cell empty where one was not read', () => {
    const series = ['one', 'two', 'three'].map((name, index) => ({
      name,
      points: points(5, 9).slice(index === 2 ? 1 : 0),
    }));
    const chart = drawn(drawLines({ title: 'h-index', series }));
    const ys = chart.ends.map(({ y }) => y);
    expect(ys.every((y, index) => index === 0 || y - (ys[index - 1] ?? 0) >= 15)).toBe(true);
    expect(chart.lines.map(({ tone }) => tone)).toEqual(['accent', 'muted', 'muted']);
    expect(chart.table).toEqual({
      headings: ['Time (UTC)', 'one', 'two', 'three'],
      rows: [
        ['2 Aug 2026 00:00', '9', '9', '9'],
        ['1 Aug 2026 00:00', '5', '5', ''],
      ],
    });
  });

  it.each([
    ['hours', [at(1), at(1, 20)], /^[12] Aug \d\d:\d\d$/],
    ['months', [at(1), new Date('2027-06-01T00:00:00Z')], /^[A-Z][a-z]{2,3} 20\d\d$/],
    ['years', [new Date('2015-03-01T00:00:00Z'), at(1)], /^20\d\d$/],
  ])('names %s along the foot, none twice', (_span, [first, last], pattern) => {
    const chart = draw([
      { at: first as Date, value: 1 },
      { at: last as Date, value: 2 },
    ]);
    const labels = chart.xTicks.map(({ label }) => label);
    expect(labels.length).toBeGreaterThan(0);
    expect(labels.length).toBeLessThan(9);
    expect(labels.every((label) => pattern.test(label))).toBe(true);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it('stays within its box and equals its table, whatever the figures are', () => {
    const figure = fc.record({
      at: fc.date({ min: new Date('1990-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }),
      value: fc.oneof(fc.integer({ min: 0, max: 2 ** 31 - 1 }), fc.constant(0)),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(figure, { selector: (one) => one.at.getTime(), minLength: 1, maxLength: 40 }),
        (given) => {
          const chart = draw(given, { fromZero: true });
          const sorted = [...given].sort((a, b) => b.at.getTime() - a.at.getTime());
          expect(chart.table.rows.map(([, figure]) => figure)).toEqual(
            sorted.map(({ value }) => sayExactly(value)),
          );
          const coordinates = numbersIn(chart.lines[0]?.path ?? '');
          coordinates.forEach((number, index) => {
            expect(number).toBeGreaterThanOrEqual(-0.05);
            expect(number).toBeLessThanOrEqual(index % 2 ? chart.plotHeight + 0.05 : 1000.05);
          });
          for (const { y } of [...chart.dots, ...chart.yTicks]) {
            expect(y).toBeGreaterThanOrEqual(chart.top - 0.1);
            expect(y).toBeLessThanOrEqual(chart.top + chart.plotHeight + 0.1);
          }
        },
      ),
    );
  });
});

describe('bars a day', () => {
  const days = (values: Record<string, number>) =>
    Object.entries(values).map(([day, value]) => ({ day: `2026-08-${day}`, value }));

  it('stand on nothing, a day apart, with a gap for a day that is left out', () => {
    const chart = drawn(drawBars({ title: 'Papers a day', days: days({ '01': 4, '02': 0, '04': 8 }) }));
    const [first, second, last] = chart.bars.map(({ x }) => Number.parseFloat(x));
    const apart = (second ?? 0) - (first ?? 0);
    expect((last ?? 0) - (second ?? 0)).toBeCloseTo(2 * apart, 1);
    expect(chart.bars.map(({ height }) => height)).toEqual([70, 0, 140]);
    expect(
      chart.bars.every(({ y, height }) => Math.abs(y + height - chart.top - chart.plotHeight) < 0.2),
    ).toBe(true);
    expect(chart.ends[0]?.label).toBe('8');
    expect(chart.words).toBe(
      'Papers a day, 1 August 2026 to 4 August 2026: 12 in all, at most 8, on 4 August 2026.',
    );
    expect(chart.table.rows).toEqual([
      ['4 August 2026', '8'],
      ['2 August 2026', '0'],
      ['1 August 2026', '4'],
    ]);
  });

  it('are few or none, and name their day', () => {
    expect(drawBars({ title: 'Papers a day', days: [] })).toBeUndefined();
    const one = drawn(drawBars({ title: 'Papers a day', days: days({ '05': 3 }) }));
    expect(one.bars).toHaveLength(1);
    expect(one.xTicks).toMatchObject([{ label: '5 Aug' }]);
    const zeros = drawn(drawBars({ title: 'Papers a day', days: days({ '01': 0, '02': 0 }) }));
    expect(zeros.bars.every(({ height }) => height === 0)).toBe(true);
  });

  it('name few days of ninety', () => {
    const many = Array.from({ length: 90 }, (_, index) => ({
      day: new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10),
      value: index % 7,
    }));
    const chart = drawn(drawBars({ title: 'Papers a day', days: many }));
    expect(chart.bars).toHaveLength(90);
    expect(chart.xTicks.length).toBeLessThan(8);
    const edge = Number.parseFloat(chart.bars[89]?.x ?? '') + Number.parseFloat(chart.bars[89]?.width ?? '');
    expect(edge).toBeCloseTo(100, 0);
  });
});

describe('a small line', () => {
  it('goes from its first to its last figure, low where nothing moved', () => {
    expect(numbersIn(drawSpark(points(1, 5, 3))?.path ?? '')).toEqual([2, 24, 48, 2, 94, 13]);
    expect(numbersIn(drawSpark(points(4, 4))?.path ?? '')).toEqual([2, 24, 94, 24]);
  });

  it('needs two moments', () => {
    expect(drawSpark([])).toBeUndefined();
    expect(drawSpark(points(1))).toBeUndefined();
    expect(drawSpark([...points(1), ...points(2)])).toBeUndefined();
  });
});

it.each([
  [0, '0'],
  [999, '999'],
  [0.125, '0.13'],
  [1000, '1k'],
  [12_345, '12.3k'],
  [999_999, '1M'],
  [-1500, '-1.5k'],
])('writes %d briefly as %s', (value, text) => {
  expect(sayBriefly(value)).toBe(text);
});
