/** The learned likelihood of one organization, and the sum it is made of. */
import type { Platt } from './calibrate.ts';
import { sigmoid } from './logistic.ts';
import type { Features } from './types.ts';

/** Plain data, so that it can be stored and put back. */
export interface LikelihoodModel {
  readonly features: readonly string[];
  /** Mean and standard deviation of each feature in training. */
  readonly scales: readonly { readonly mean: number; readonly deviation: number }[];
  readonly intercept: number;
  /** For one standard deviation more. */
  readonly weights: readonly number[];
  readonly platt: Platt;
}

export interface Likelihood {
  /** 0..1 within the horizon. */
  readonly probability: number;
  /** Logit of the probability: `base` and the contributions add up to it exactly. */
  readonly logit: number;
  /** Logit of an organization that is average in everything. */
  readonly base: number;
  readonly contributions: readonly {
    readonly feature: string;
    readonly value: number;
    readonly logit: number;
  }[];
}

/** Probability and its parts, largest first. A feature that is missing counts as 0. */
export function likelihoodOf(model: LikelihoodModel, x: Features): Likelihood {
  const { features, scales, weights, intercept, platt } = model;
  const standard = standardize(features, scales, x);
  const base = platt.slope * intercept + platt.shift;
  const contributions = features.map((feature, index) => ({
    feature,
    value: x[feature] ?? 0,
    logit: platt.slope * (weights[index] ?? 0) * (standard[index] ?? 0),
  }));
  const logit = contributions.reduce((sum, part) => sum + part.logit, base);
  contributions.sort((a, b) => Math.abs(b.logit) - Math.abs(a.logit));
  return { probability: sigmoid(logit), logit, base, contributions };
}

/** Features as numbers of standard deviations from their mean, in the model's order. */
export function standardize(
  features: readonly string[],
  scales: LikelihoodModel['scales'],
  x: Features,
): number[] {
  return features.map((feature, index) => {
    const { mean, deviation } = scales[index] ?? { mean: 0, deviation: 1 };
    return ((x[feature] ?? 0) - mean) / deviation;
  });
}
