/**
 * Logistic regression with a Gaussian prior on the coefficients, by Newton's method (iteratively reweighted least
 * squares). With a prior mean of 0 it is ridge regression (le Cessie and van Houwelingen 1992); with another mean it
 * moves away from it as far as there is data to speak.
 */

/** What happened to one subject at one time. */
export interface Example {
  readonly x: readonly number[];
  readonly outcome: 0 | 1;
}

/** Normal distributions of the coefficients before any data. `precision` is 1 / variance; 0 knows nothing. */
export interface Prior {
  readonly intercept: { readonly mean: number; readonly precision: number };
  readonly weights: readonly { readonly mean: number; readonly precision: number }[];
}

export interface Logistic {
  readonly intercept: number;
  readonly weights: readonly number[];
}

const STEPS = 100;

/**
 * The coefficients of greatest posterior density. The problem is concave, so there is one answer; a prior with some
 * precision keeps it finite where outcomes are perfectly separated.
 */
export function fitLogistic(examples: readonly Example[], prior: Prior): Logistic {
  const beliefs = [prior.intercept, ...prior.weights];
  let now = beliefs.map(({ mean }) => mean);
  let height = posterior(examples, now, beliefs);
  for (let step = 0; step < STEPS; step++) {
    const { gradient, curvature } = slopes(examples, now, beliefs);
    const move = solve(curvature, gradient);
    let size = 1;
    let next = now;
    let reached = height;
    // Newton's step can overshoot far from the top; half of it, and so on, cannot for ever.
    for (; size > 1e-6; size /= 2) {
      next = now.map((value, index) => value + size * (move[index] ?? 0));
      reached = posterior(examples, next, beliefs);
      if (reached >= height) break;
    }
    const gain = reached - height;
    if (gain < 0) break;
    [now, height] = [next, reached];
    if (gain < 1e-10 * (1 + Math.abs(height))) break;
  }
  const [intercept = 0, ...weights] = now;
  return { intercept, weights };
}

/** The logit of the probability. */
export function logitOf({ intercept, weights }: Logistic, x: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * (x[index] ?? 0), intercept);
}

/** Logit to probability. */
export function sigmoid(logit: number): number {
  return logit >= 0 ? 1 / (1 + Math.exp(-logit)) : Math.exp(logit) / (1 + Math.exp(logit));
}

/** Probability to logit; 0 and 1 are kept a billionth away. */
export function logit(probability: number): number {
  const p = Math.min(1 - 1e-9, Math.max(1e-9, probability));
  return Math.log(p / (1 - p));
}

type Belief = Prior['intercept'];

function posterior(
  examples: readonly Example[],
  values: readonly number[],
  beliefs: readonly Belief[],
): number {
  const [intercept = 0, ...weights] = values;
  let sum = 0;
  for (const { x, outcome } of examples) {
    const z = logitOf({ intercept, weights }, x);
    sum -= Math.log1p(Math.exp(-Math.abs(z))) + (outcome === 1 ? Math.max(0, -z) : Math.max(0, z));
  }
  for (const [index, { mean, precision }] of beliefs.entries())
    sum -= (precision / 2) * ((values[index] ?? 0) - mean) ** 2;
  return sum;
}

function slopes(
  examples: readonly Example[],
  values: readonly number[],
  beliefs: readonly Belief[],
): { gradient: number[]; curvature: number[][] } {
  const [intercept = 0, ...weights] = values;
  const gradient = beliefs.map(({ mean, precision }, index) => precision * (mean - (values[index] ?? 0)));
  const curvature = beliefs.map(({ precision }, row) =>
    // A millionth more on the diagonal: equal columns without a prior have no single answer.
    beliefs.map((_, column) => (row === column ? precision + 1e-6 : 0)),
  );
  for (const { x, outcome } of examples) {
    const p = sigmoid(logitOf({ intercept, weights }, x));
    const columns = [1, ...x];
    for (const [row, value] of columns.entries()) {
      gradient[row] = (gradient[row] ?? 0) + value * (outcome - p);
      const line = curvature[row] ?? [];
      for (const [column, other] of columns.entries())
        line[column] = (line[column] ?? 0) + value * other * p * (1 - p);
    }
  }
  return { gradient, curvature };
}

/** Solves a · x = b for a symmetric positive definite matrix (Cholesky). */
function solve(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const size = b.length;
  const lower = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  const at = (row: number, column: number): number => lower[row]?.[column] ?? 0;
  for (let row = 0; row < size; row++) {
    const line = lower[row] ?? [];
    for (let column = 0; column <= row; column++) {
      let sum = a[row]?.[column] ?? 0;
      for (let k = 0; k < column; k++) sum -= at(row, k) * at(column, k);
      line[column] = row === column ? Math.sqrt(Math.max(sum, 1e-12)) : sum / at(column, column);
    }
  }
  const forward: number[] = [];
  for (let row = 0; row < size; row++) {
    const known = forward.reduce((sum, value, k) => sum + at(row, k) * value, 0);
    forward.push(((b[row] ?? 0) - known) / at(row, row));
  }
  const x = new Array<number>(size).fill(0);
  for (let row = size - 1; row >= 0; row--) {
    let sum = forward[row] ?? 0;
    for (let k = row + 1; k < size; k++) sum -= at(k, row) * (x[k] ?? 0);
    x[row] = sum / at(row, row);
  }
  return x;
}
