/**
 * Counts of a Poisson process whose rate is not known but comes from a population of rates: λ ~ Gamma(shape, rate).
 * A subject's future count then has a negative binomial distribution. Clayton and Kaldor (1987), "Empirical Bayes
 * estimates of age-standardized relative risks"; DuMouchel (1999), "Bayesian data mining in large frequency tables".
 */

/** Gamma distribution of rates per window: mean `shape / rate`. */
export interface Gamma {
  readonly shape: number;
  /** How many windows of observation the distribution weighs as much as. */
  readonly rate: number;
}

/** Subjects with the same total and the same exposure. */
export interface CountGroup {
  /** Things counted in all windows together. */
  readonly total: number;
  /** Windows, each times the population's effect in it. */
  readonly exposure: number;
  /** Number of such subjects. */
  readonly subjects: number;
}

const LANCZOS = [
  ...[676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406],
  ...[12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7],
];

/** Logarithm of the gamma function for x > 0 (Lanczos, g = 7: about 15 digits). */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  let sum = 0.9999999999998099;
  for (const [index, coefficient] of LANCZOS.entries()) sum += coefficient / (x + index);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/**
 * P(X ≥ count) for X ~ Poisson(λ · exposure), λ ~ Gamma: how surprising a count is.
 * @param count whole number ≥ 0
 * @param exposure windows, times the population's effect; > 0
 */
export function upperTail(count: number, { shape, rate }: Gamma, exposure: number): number {
  if (count <= 0) return 1;
  const gamma = { shape, rate };
  const share = exposure / (rate + exposure);
  const ratio = (k: number): number => (share * (shape + k)) / (k + 1);
  // The smaller of the two tails is added up, away from the count, so that nothing is lost to rounding.
  const [from, step] = count > (shape * exposure) / rate ? [count, 1] : [count - 1, -1];
  let term = Math.exp(logProbability(from, gamma, share));
  let sum = term;
  for (let k = from; term > sum * 1e-12 && k + step >= 0; k += step) {
    term = step > 0 ? term * ratio(k) : term / ratio(k - 1);
    sum += term;
  }
  return Math.min(1, Math.max(0, step > 0 ? sum : 1 - sum));
}

/** ln P(X = k). @param share exposure / (rate + exposure) */
function logProbability(k: number, { shape }: Gamma, share: number): number {
  const ways = logGamma(shape + k) - logGamma(shape) - logGamma(k + 1);
  return ways + shape * Math.log1p(-share) + k * Math.log(share);
}

/** Mean and weight of a population with nothing to learn from: rare, and soon overruled. */
const UNKNOWN: Gamma = { shape: 0.5, rate: 5 };

/** Bounds of the search for the shape: from "a few subjects have it all" to "all subjects are alike". */
const SHAPES = { from: 0.01, to: 100 } as const;

/**
 * The population's distribution of rates: its mean is the mean rate, its shape has the greatest likelihood
 * (golden-section search over its logarithm; the likelihood has a single peak there).
 */
export function fitGamma(groups: readonly CountGroup[]): Gamma {
  const total = groups.reduce((sum, group) => sum + group.total * group.subjects, 0);
  const exposure = groups.reduce((sum, group) => sum + group.exposure * group.subjects, 0);
  if (total < 1 || exposure <= 0) return UNKNOWN;
  const mean = total / exposure;
  const likelihood = (logShape: number): number => {
    const shape = Math.exp(logShape);
    return logLikelihood(groups, { shape, rate: shape / mean });
  };
  const shape = Math.exp(maximize(likelihood, Math.log(SHAPES.from), Math.log(SHAPES.to)));
  return { shape, rate: shape / mean };
}

/** Without the parts that do not depend on the parameters. */
function logLikelihood(groups: readonly CountGroup[], { shape, rate }: Gamma): number {
  const atShape = logGamma(shape);
  let sum = 0;
  for (const { total, exposure, subjects } of groups) {
    const counted = total === 0 ? 0 : logGamma(shape + total) - atShape;
    sum +=
      subjects * (counted + shape * Math.log(rate / (rate + exposure)) - total * Math.log(rate + exposure));
  }
  return sum;
}

/** Golden-section search for the maximum of a function with one peak, to 0.01. */
function maximize(f: (x: number) => number, from: number, to: number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let [left, right] = [high - golden * (high - low), low + golden * (high - low)];
  let [atLeft, atRight] = [f(left), f(right)];
  while (high - low > 0.01) {
    if (atLeft < atRight) {
      [low, left, atLeft] = [left, right, atRight];
      right = low + golden * (high - low);
      atRight = f(right);
    } else {
      [high, right, atRight] = [right, left, atLeft];
      left = high - golden * (high - low);
      atLeft = f(left);
    }
  }
  return (low + high) / 2;
}
