/**
 * Learns from outcomes how likely an organization is to buy within the horizon, and says whether that may be used.
 *
 * How many outcomes are enough: ten positives per feature for training (Peduzzi et al. 1996), with shrinkage besides,
 * because the rule of ten alone does not keep estimates from being too bold (van Smeden et al. 2016, 2019), and ten
 * more, later ones to validate with. Below that the answer is no, with the reason; the default weights stay in use.
 */
import {
  brierScore,
  brierSkill,
  type Forecast,
  fitPlatt,
  rankingQuality,
  reliabilityTable,
} from './calibrate.ts';
import { type LikelihoodModel, likelihoodOf, standardize } from './likelihood.ts';
import { fitLogistic, logitOf, type Prior, sigmoid } from './logistic.ts';
import type { TrainingAnswer, TrainingExample, TrainingSettings, Validation } from './types.ts';

export const TRAINING_SETTINGS: TrainingSettings = {
  horizon: 365,
  positivesPerFeature: 10,
  validationPositives: 10,
  ridge: 4,
};

/**
 * Trains on the earlier outcomes and validates on later ones. No example is trained on whose outcome was open when
 * the first example of the validation was judged.
 * @param features names of the features to use; other ones of the examples are not looked at
 */
export function trainLikelihood(
  examples: readonly TrainingExample[],
  features: readonly string[],
  settings: TrainingSettings = TRAINING_SETTINGS,
): TrainingAnswer {
  const sorted = examples.toSorted((a, b) => a.day - b.day);
  const positives = firstPositives(sorted);
  const { horizon, positivesPerFeature, validationPositives } = settings;
  const needed = features.length * positivesPerFeature + validationPositives;
  if (positives.length < needed) return tooFew(positives.length, needed, features.length, settings);
  const held = Math.max(validationPositives, Math.floor(positives.length / 3));
  const split = positives.at(-held) ?? 0;
  const earlier = sorted.filter(({ day }) => day + horizon <= split);
  const later = sorted.filter(({ day }) => day >= split);
  const known = firstPositives(earlier).length;
  const neededEarlier = features.length * positivesPerFeature;
  const others = new Set(earlier.filter(({ outcome }) => outcome === 0).map(({ subject }) => subject)).size;
  if (known < neededEarlier || others < neededEarlier) {
    return {
      used: false,
      positives: known,
      needed: neededEarlier,
      reason: `Only ${known} outcomes (and ${others} of the other kind) were known a horizon of ${horizon} days before the latest third, and ${neededEarlier} of each are needed to train on earlier time than is validated on.`,
    };
  }
  return validated(earlier, later, features, settings);
}

/** For each organization that bought the first day it was looked at within the horizon, in order. */
function firstPositives(sorted: readonly TrainingExample[]): number[] {
  const first = new Map<string, number>();
  for (const { subject, outcome, day } of sorted)
    if (outcome === 1 && !first.has(subject)) first.set(subject, day);
  return [...first.values()];
}

function tooFew(
  positives: number,
  needed: number,
  features: number,
  { positivesPerFeature, validationPositives }: TrainingSettings,
): TrainingAnswer {
  const reason = `There are ${positives} positive outcomes and ${needed} are needed: ${positivesPerFeature} for each of ${features} features and ${validationPositives} to validate with. A model learned from fewer would be noise that looks like knowledge.`;
  return { used: false, positives, needed, reason };
}

function validated(
  earlier: readonly TrainingExample[],
  later: readonly TrainingExample[],
  features: readonly string[],
  settings: TrainingSettings,
): TrainingAnswer {
  const model = learn(earlier, features, settings);
  const forecasts = later.map(({ x, outcome }) => ({
    probability: likelihoodOf(model, x).probability,
    outcome,
  }));
  const validation: Validation = {
    examples: later.length,
    positives: firstPositives(later).length,
    brier: brierScore(forecasts),
    brierSkill: brierSkill(forecasts),
    rankingQuality: rankingQuality(forecasts),
    defaultRankingQuality: rankingQuality(
      later.map(({ defaultScore, outcome }) => ({ probability: defaultScore, outcome })),
    ),
    reliability: reliabilityTable(forecasts),
  };
  const positives = firstPositives(earlier).length;
  const needed = features.length * settings.positivesPerFeature;
  const problem = problemOf(validation);
  if (problem !== null) return { used: false, positives, needed, reason: problem, model, validation };
  return { used: true, positives, needed, reason: goodReason(validation), model, validation };
}

function problemOf({
  brierSkill: skill,
  rankingQuality: own,
  defaultRankingQuality: other,
}: Validation): string | null {
  if (!(skill > 0)) {
    return 'On later time the learned probabilities were no better than giving everybody the same one.';
  }
  if (own < other) {
    return `On later time the default weights ranked better (${other.toFixed(2)}) than the learned model (${own.toFixed(2)}).`;
  }
  return null;
}

function goodReason(validation: Validation): string {
  const {
    positives,
    examples,
    rankingQuality: own,
    defaultRankingQuality: other,
    brierSkill: skill,
  } = validation;
  return `On ${positives} later outcomes among ${examples} it ranked better (${own.toFixed(2)}) than the default weights (${other.toFixed(2)}) and saved ${Math.round(skill * 100)} % of the Brier score.`;
}

/** Fits coefficients, then calibrates them on forecasts made without the outcome they are compared with. */
function learn(
  examples: readonly TrainingExample[],
  features: readonly string[],
  settings: TrainingSettings,
): LikelihoodModel {
  const identity = { slope: 1, shift: 0 };
  const raw = fitModel(examples, features, settings);
  const blind = forwardForecasts(examples, features, settings);
  return { ...raw, platt: blind.length === 0 ? identity : fitPlatt(blind) };
}

function fitModel(
  examples: readonly TrainingExample[],
  features: readonly string[],
  { ridge }: TrainingSettings,
): LikelihoodModel {
  const scales = features.map((feature) => scaleOf(examples.map(({ x }) => x[feature] ?? 0)));
  const prior: Prior = {
    intercept: { mean: 0, precision: 0.01 },
    weights: features.map(() => ({ mean: 0, precision: ridge })),
  };
  const rows = examples.map(({ x, outcome }) => ({ x: standardize(features, scales, x), outcome }));
  const { intercept, weights } = fitLogistic(rows, prior);
  return { features, scales, intercept, weights, platt: { slope: 1, shift: 0 } };
}

function scaleOf(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: variance > 0 ? Math.sqrt(variance) : 1 };
}

/** The later half of the examples, forecast in three steps by models of what was known before each. */
function forwardForecasts(
  examples: readonly TrainingExample[],
  features: readonly string[],
  settings: TrainingSettings,
): Forecast[] {
  const starts = [3, 4, 5, 6].map((part) => Math.floor((examples.length * part) / 6));
  return starts.slice(0, -1).flatMap((start, index) => {
    const part = examples.slice(start, starts[index + 1]);
    const from = part[0]?.day ?? 0;
    const before = examples.filter(({ day }) => day + settings.horizon <= from);
    if (new Set(before.map(({ outcome }) => outcome)).size < 2) return [];
    const model = fitModel(before, features, settings);
    return part.map(({ x, outcome }) => ({
      probability: sigmoid(logitOf(model, standardize(features, model.scales, x))),
      outcome,
    }));
  });
}
