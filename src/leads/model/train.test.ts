import { describe, expect, test } from 'vitest';
import { likelihoodOf } from './likelihood.ts';
import { logit, sigmoid } from './logistic.ts';
import { trainLikelihood } from './train.ts';
import type { TrainingAnswer, TrainingExample } from './types.ts';

/** Numbers between 0 and 1, the same ones every time (a linear congruential generator). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** Organizations over six years, of which those with many people buy more often, if `effect` is not 0. */
function history(count: number, effect: number, seed = 5): TrainingExample[] {
  const random = numbers(seed);
  return Array.from({ length: count }, (_, index) => {
    const people = random() * 4 - 2;
    const noise = random() * 4 - 2;
    const outcome = random() < sigmoid(-2.5 + effect * people) ? 1 : 0;
    return {
      subject: `${index}`,
      day: Math.floor((index / count) * 2_190),
      x: { people, noise },
      outcome,
      defaultScore: noise,
    };
  });
}

const FEATURES = ['people', 'noise'];

function learned(answer: TrainingAnswer): Extract<TrainingAnswer, { used: true }> {
  if (!answer.used) throw new Error(answer.reason);
  return answer;
}

describe('training', () => {
  test('learns what there is, and validates it on later time', () => {
    const { model, validation, reason } = learned(trainLikelihood(history(3_000, 1.2), FEATURES));
    expect(model.weights[0]).toBeGreaterThan(0.8);
    expect(Math.abs(model.weights[1] ?? 9)).toBeLessThan(0.25);
    expect(validation.rankingQuality).toBeGreaterThan(0.75);
    expect(validation.brierSkill).toBeGreaterThan(0.05);
    for (const { forecast, happened } of validation.reliability)
      expect(Math.abs(forecast - happened)).toBeLessThan(0.08);
    expect(reason).toMatch(/^On \d+ later outcomes among \d+ it ranked better/);
  });

  test('refuses below the documented number of outcomes, and says why', () => {
    const answer = trainLikelihood(history(200, 1.2), FEATURES);
    expect(answer).toMatchObject({ used: false, needed: 30 });
    expect(answer.reason).toMatch(
      /^There are \d+ positive outcomes and 30 are needed: 10 for each of 2 features and 10/,
    );
  });

  test('an organization that bought counts once, on however many days it was looked at', () => {
    const few = history(200, 1.2);
    const often = Array.from({ length: 20 }, (_, n) =>
      few.map((one) => ({ ...one, day: one.day + n })),
    ).flat();
    expect(trainLikelihood(often, FEATURES).reason).toBe(trainLikelihood(few, FEATURES).reason);
  });

  test('refuses when all outcomes came within one horizon: nothing was known before the rest', () => {
    const short = history(3_000, 1.2).map((one) => ({ ...one, day: Math.floor(one.day / 8) }));
    expect(trainLikelihood(short, FEATURES)).toMatchObject({ used: false, positives: 0 });
  });

  test('refuses a model that holds nothing on later time', () => {
    const random = numbers(9);
    const turned = history(3_000, 1.2).map((one) =>
      one.day < 1_400 ? one : { ...one, x: { people: -(one.x.people ?? 0), noise: random() } },
    );
    const answer = trainLikelihood(turned, FEATURES);
    expect(answer.used).toBe(false);
    expect(answer.reason).toMatch(/^On later time/);
    expect(answer.validation?.rankingQuality).toBeLessThan(0.5);
  });

  test('refuses a model that ranks worse than the default weights', () => {
    const known = history(3_000, 1.2).map((one) => ({ ...one, defaultScore: one.outcome }));
    expect(trainLikelihood(known, FEATURES).reason).toMatch(/default weights ranked better \(1\.00\)/);
  });

  test('outcomes after the split change nothing that was trained', () => {
    const examples = history(3_000, 1.2);
    const { model } = learned(trainLikelihood(examples, FEATURES));
    const days = examples.filter(({ outcome }) => outcome === 1).map(({ day }) => day);
    const split = days.at(-Math.floor(days.length / 3)) ?? 0;
    // Examples whose horizon was open at the split may say anything.
    const blurred = examples.map((one) =>
      one.day + 365 > split && one.day < split ? { ...one, x: { people: 99, noise: 99 } } : one,
    );
    expect(trainLikelihood(blurred, FEATURES).model).toEqual(model);
  });
});

test('contributions add up to the logit of the probability', () => {
  const { model } = learned(trainLikelihood(history(3_000, 1.2), FEATURES));
  const { base, contributions, logit: sum, probability } = likelihoodOf(model, { people: 1.7, noise: -0.4 });
  expect(contributions.reduce((total, part) => total + part.logit, base)).toBeCloseTo(sum, 12);
  expect(logit(probability)).toBeCloseTo(sum, 9);
  expect(contributions[0]?.feature).toBe('people');
});
