/** Tells the value of a function at a point and writes its gradient there. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

export interface MinimiseOptions {
  /** Most steps that are taken. */
  steps: number;
  /** Ends when a step gains less than this share of the value. */
  tolerance?: number;
}

/** Remembered steps, from which the curvature is guessed. */
const MEMORY = 8;
const SUFFICIENT = 1e-4;
const MOST_HALVINGS = 20;

interface Step {
  moved: Float64Array;
  turned: Float64Array;
  scale: number;
}

/**
 * L-BFGS (Nocedal & Wright, Numerical Optimization, algorithm 7.5) with a backtracking line search: minimises a smooth
 * convex function from `start`, which it changes and returns. The same input gives the same output, bit for bit.
 */
export function minimise(objective: Objective, start: Float64Array, options: MinimiseOptions): Float64Array {
  const { steps, tolerance = 1e-6 } = options;
  const history: Step[] = [];
  let point = start;
  let gradient = new Float64Array(point.length);
  let value = objective(point, gradient);
  for (let step = 0; step < steps; step += 1) {
    const direction = findDirection(gradient, history);
    const slope = dot(direction, gradient);
    if (!(slope < 0)) break;
    const length = history.length > 0 ? 1 : 1 / Math.max(1, Math.sqrt(dot(gradient, gradient)));
    const next = searchLine(objective, point, value, direction, slope, length);
    if (!next) break;
    remember(history, point, next.point, gradient, next.gradient);
    const gain = value - next.value;
    ({ point, gradient, value } = next);
    if (gain <= tolerance * Math.max(1, Math.abs(value))) break;
  }
  start.set(point);
  return start;
}

function searchLine(
  objective: Objective,
  from: Float64Array,
  value: number,
  direction: Float64Array,
  slope: number,
  first: number,
) {
  const point = new Float64Array(from.length);
  const gradient = new Float64Array(from.length);
  let length = first;
  for (let halving = 0; halving < MOST_HALVINGS; halving += 1) {
    for (let at = 0; at < point.length; at += 1)
      point[at] = (from[at] as number) + length * (direction[at] as number);
    const found = objective(point, gradient);
    if (found <= value + SUFFICIENT * length * slope) return { point, gradient, value: found };
    length /= 2;
  }
  return undefined;
}

function remember(
  history: Step[],
  from: Float64Array,
  to: Float64Array,
  before: Float64Array,
  after: Float64Array,
): void {
  const moved = to.map((value, at) => value - (from[at] as number));
  const turned = after.map((value, at) => value - (before[at] as number));
  const product = dot(moved, turned);
  if (product <= 1e-12) return;
  history.push({ moved, turned, scale: 1 / product });
  if (history.length > MEMORY) history.shift();
}

/** The two-loop recursion: minus the guessed inverse curvature times the gradient. */
function findDirection(gradient: Float64Array, history: readonly Step[]): Float64Array {
  const direction = gradient.map((value) => -value);
  const shares: number[] = [];
  for (const { moved, turned, scale } of [...history].reverse()) {
    const share = scale * dot(moved, direction);
    shares.push(share);
    add(direction, -share, turned);
  }
  const last = history.at(-1);
  if (last) {
    const shrink = 1 / (last.scale * dot(last.turned, last.turned));
    for (let at = 0; at < direction.length; at += 1) direction[at] = (direction[at] as number) * shrink;
  }
  for (const { moved, turned, scale } of history)
    add(direction, (shares.pop() ?? 0) - scale * dot(turned, direction), moved);
  return direction;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] as number) * (b[at] as number);
  return sum;
}

export function add(to: Float64Array, factor: number, what: Float64Array): void {
  for (let at = 0; at < to.length; at += 1) to[at] = (to[at] as number) + factor * (what[at] as number);
}
