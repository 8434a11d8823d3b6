/** Whether probabilities mean what they say, and how to make them. */
import { fitLogistic, logit } from './logistic.ts';

/** A forecast and what came of it. */
export interface Forecast {
  readonly probability: number;
  readonly outcome: 0 | 1;
}

/** Mean squared distance between forecast and outcome (Brier 1950): 0 is perfect; NaN without forecasts. */
export function brierScore(forecasts: readonly Forecast[]): number {
  return (
    forecasts.reduce((sum, { probability, outcome }) => sum + (probability - outcome) ** 2, 0) /
    forecasts.length
  );
}

/** Share of the Brier score of "the same probability for everybody" that is saved; below 0 is worse than that. */
export function brierSkill(forecasts: readonly Forecast[]): number {
  const rate = forecasts.reduce((sum, { outcome }) => sum + outcome, 0) / forecasts.length;
  return 1 - brierScore(forecasts) / (rate * (1 - rate));
}

/** Forecasts that said about the same. */
export interface ReliabilityBin {
  readonly count: number;
  /** Mean probability forecast. */
  readonly forecast: number;
  /** Share in which it happened. */
  readonly happened: number;
}

/** Forecasts by rising probability in bins of equal size: in a calibrated model both columns agree. */
export function reliabilityTable(forecasts: readonly Forecast[], bins = 5): ReliabilityBin[] {
  const sorted = forecasts.toSorted((a, b) => a.probability - b.probability);
  const cut = (bin: number): number => Math.round((bin * sorted.length) / bins);
  return Array.from({ length: bins }, (_, bin) => sorted.slice(cut(bin), cut(bin + 1)))
    .filter((members) => members.length > 0)
    .map((members) => ({
      count: members.length,
      forecast: members.reduce((sum, { probability }) => sum + probability, 0) / members.length,
      happened: members.reduce((sum, { outcome }) => sum + outcome, 0) / members.length,
    }));
}

/** From where to where a share lies with a confidence of 95 %. */
export interface ShareInterval {
  readonly low: number;
  readonly high: number;
}

/**
 * The score interval (Wilson 1927) of a share of `count` that are independent of each other. It stays within 0 and 1
 * and says something about none of a few, where the usual one has no width.
 */
export function shareInterval(share: number, count: number): ShareInterval {
  const z = 1.959964;
  const middle = (share + z ** 2 / (2 * count)) / (1 + z ** 2 / count);
  const half =
    (z / (1 + z ** 2 / count)) * Math.sqrt((share * (1 - share)) / count + z ** 2 / (4 * count ** 2));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** Calibrated logit = slope · logit + shift. Linear, so contributions to a logit stay a sum. */
export interface Platt {
  readonly slope: number;
  readonly shift: number;
}

const LEAST_SLOPE = 0.05;

/**
 * Platt scaling (Platt 1999): a logistic regression of outcomes on logits that were made without them. The prior
 * (slope 1, shift 0, worth a few outcomes) does what Platt's smoothed targets do: few outcomes change little.
 */
export function fitPlatt(forecasts: readonly Forecast[]): Platt {
  const examples = forecasts.map(({ probability, outcome }) => ({ x: [logit(probability)], outcome }));
  const fit = fitLogistic(examples, {
    intercept: { mean: 0, precision: 1 },
    weights: [{ mean: 1, precision: 4 }],
  });
  // A slope of 0 or less would wipe out or turn round the order of all leads because of a few outcomes.
  return { slope: Math.max(LEAST_SLOPE, fit.weights[0] ?? 1), shift: fit.intercept };
}

/**
 * Chance that one with the outcome is ranked before one without (area under the ROC curve; ties count half), by the
 * sum of ranks; NaN when one kind is missing.
 */
export function rankingQuality(forecasts: readonly Forecast[]): number {
  const sorted = forecasts.toSorted((a, b) => a.probability - b.probability);
  let [rankSum, positives] = [0, 0];
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    while (sorted[to]?.probability === sorted[from]?.probability && to < sorted.length) to += 1;
    const tied = sorted.slice(from, to).filter(({ outcome }) => outcome === 1).length;
    positives += tied;
    rankSum += (tied * (from + 1 + to)) / 2;
    from = to;
  }
  const negatives = sorted.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
