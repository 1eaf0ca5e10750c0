import { scaleLinear, scaleUtc } from 'd3-scale';
import { line } from 'd3-shape';
import type { Point, Spark } from './chart.js';

const SIZE = { width: 96, height: 26 };
/** So that a thick line is not cut at the edge. */
const EDGE = 2;

/** A small line through figures over time, oldest first, from their least to their most. Undefined for fewer than two. */
export function drawSpark(points: readonly Point[]): Spark | undefined {
  const [first, last] = [points[0], points[points.length - 1]];
  if (!first || !last || first.at >= last.at) return undefined;
  const values = points.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = scaleUtc([first.at, last.at], [EDGE, SIZE.width - EDGE]);
  // A line that never moved lies low, as one that did not rise.
  const y = scaleLinear([low, low < high ? high : low + 1], [SIZE.height - EDGE, EDGE]);
  const draw = line<Point>(
    (point) => x(point.at),
    (point) => y(point.value),
  ).digits(1);
  return { ...SIZE, path: draw([...points]) ?? '' };
}
