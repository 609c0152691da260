import { add, dot } from './denseVectors.ts';

/** Writes the gradient at `point` into `gradient` and answers the value there. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

export interface MinimiseOptions {
  readonly maxIterations?: number;
  /** Ends where no part of the gradient is larger. */
  readonly tolerance?: number;
}

/** Steps that are remembered: with twice as many, fits of thousands of weights need a quarter fewer. */
const memory = 16;
const sufficientDecrease = 1e-4;

interface Step {
  readonly moved: Float64Array;
  readonly turned: Float64Array;
  readonly scale: number;
}

/**
 * The minimum of a smooth convex function, sought from `start` on by L-BFGS with a halving line search.
 * Source: Nocedal and Wright, Numerical Optimization, algorithms 7.4 and 3.1.
 */
export function minimise(objective: Objective, start: Float64Array, options: MinimiseOptions = {}): Float64Array {
  const { maxIterations = 200, tolerance = 1e-6 } = options;
  let point = new Float64Array(start);
  let gradient = new Float64Array(start.length);
  let value = objective(point, gradient);
  const steps: Step[] = [];
  for (let iteration = 0; iteration < maxIterations && largest(gradient) > tolerance; iteration++) {
    const direction = descent(gradient, steps);
    const slope = dot(direction, gradient);
    let length = iteration === 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
    let next = moved(point, direction, length);
    const nextGradient = new Float64Array(start.length);
    let nextValue = objective(next, nextGradient);
    while (nextValue > value + sufficientDecrease * length * slope) {
      length /= 2;
      // Rounding is all that is left to gain.
      if (length < 1e-12) return point;
      next = moved(point, direction, length);
      nextValue = objective(next, nextGradient);
    }
    remember(steps, moved(next, point, -1), moved(nextGradient, gradient, -1));
    [point, gradient, value] = [next, nextGradient, nextValue];
  }
  return point;
}

function remember(steps: Step[], way: Float64Array, turned: Float64Array): void {
  const curvature = dot(way, turned);
  if (curvature <= 1e-14) return;
  steps.push({ moved: way, turned, scale: 1 / curvature });
  if (steps.length > memory) steps.shift();
}

/** The two-loop recursion: the gradient times the estimated inverse of the second derivatives, downwards. */
function descent(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  const direction = gradient.map(part => -part);
  const shares = steps.map(() => 0);
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i];
    if (!step) continue;
    const share = step.scale * dot(step.moved, direction);
    shares[i] = share;
    add(direction, step.turned, -share);
  }
  const last = steps.at(-1);
  if (last) {
    const scale = 1 / (last.scale * dot(last.turned, last.turned));
    for (let i = 0; i < direction.length; i++) direction[i] = (direction[i] ?? 0) * scale;
  }
  steps.forEach((step, i) => {
    add(direction, step.moved, (shares[i] ?? 0) - step.scale * dot(step.turned, direction));
  });
  return direction;
}

function moved(from: Float64Array, direction: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const to = new Float64Array(from);
  add(to, direction, length);
  return to;
}

function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}
