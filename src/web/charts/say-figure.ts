import type { Unit } from './chart.js';

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });
const brief = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });
const exact = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 3 });

/** `950`, `12.5k`, `3.4M`, `42 %`: for axes and the ends of lines. */
export function sayBriefly(value: number, unit: Unit = 'count'): string {
  if (unit === 'share') return `${brief.format(Math.round(value * 1000) / 10)} %`;
  return Math.abs(value) < 1000 ? brief.format(value) : compact.format(value).replace('K', 'k');
}

/** `12,345`, `42.25 %`: for tables and sentences. */
export function sayExactly(value: number, unit: Unit = 'count'): string {
  return unit === 'share' ? `${exact.format(value * 100)} %` : exact.format(value);
}
