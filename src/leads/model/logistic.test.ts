import { describe, expect, test } from 'vitest';
import {
  brierScore,
  brierSkill,
  fitPlatt,
  rankingQuality,
  reliabilityTable,
  shareInterval,
} from './calibrate.ts';
import { type Example, fitLogistic, logit, type Prior, sigmoid } from './logistic.ts';

const free = (features: number): Prior => ({
  intercept: { mean: 0, precision: 0 },
  weights: Array.from({ length: features }, () => ({ mean: 0, precision: 0 })),
});

/** Hours studied and whether the examination was passed: the example of Wikipedia's "Logistic regression". */
const HOURS: readonly (readonly [number, 0 | 1])[] = [
  ...([0.5, 0.75, 1, 1.25, 1.5, 1.75].map((x) => [x, 0]) as [number, 0][]),
  ...([
    [1.75, 1],
    [2, 0],
    [2.25, 1],
    [2.5, 0],
    [2.75, 1],
    [3, 0],
    [3.25, 1],
    [3.5, 0],
  ] as [number, 0 | 1][]),
  ...([4, 4.25, 4.5, 4.75, 5, 5.5].map((x) => [x, 1]) as [number, 1][]),
];

describe('logistic regression', () => {
  test('finds the published coefficients of a known example', () => {
    const examples: Example[] = HOURS.map(([x, outcome]) => ({ x: [x], outcome }));
    const { intercept, weights } = fitLogistic(examples, free(1));
    expect(intercept).toBeCloseTo(-4.0777, 3);
    expect(weights[0]).toBeCloseTo(1.5046, 3);
  });

  test('without features it is the log odds of the rate', () => {
    const examples: Example[] = [0, 0, 0, 1].map((outcome) => ({ x: [], outcome: outcome as 0 | 1 }));
    expect(fitLogistic(examples, free(0)).intercept).toBeCloseTo(Math.log(1 / 3), 6);
  });

  test('a prior is kept without data, left with much, and keeps separated outcomes finite', () => {
    const prior: Prior = { intercept: { mean: -3, precision: 1 }, weights: [{ mean: 0.5, precision: 1 }] };
    expect(fitLogistic([], prior)).toEqual({ intercept: -3, weights: [0.5] });
    const separated: Example[] = [-2, -1, 1, 2].map((x) => ({ x: [x], outcome: x > 0 ? 1 : 0 }));
    const { weights } = fitLogistic(separated, { ...free(1), weights: [{ mean: 0, precision: 1 }] });
    expect(weights[0]).toBeGreaterThan(0.5);
    expect(weights[0]).toBeLessThan(2);
    const many = Array.from({ length: 500 }, () => separated).flat();
    expect(fitLogistic(many, prior).weights[0]).toBeGreaterThan(3);
  });

  test('the gradient is zero at the answer: the data and the ridge pull alike', () => {
    const examples: Example[] = HOURS.map(([x, outcome]) => ({ x: [x], outcome }));
    const { intercept, weights } = fitLogistic(examples, {
      intercept: { mean: 0, precision: 0 },
      weights: [{ mean: 0, precision: 2 }],
    });
    const pull = examples.reduce(
      (sum, { x, outcome }) =>
        sum + (x[0] ?? 0) * (outcome - sigmoid(intercept + (weights[0] ?? 0) * (x[0] ?? 0))),
      0,
    );
    expect(pull).toBeCloseTo(2 * (weights[0] ?? 0), 5);
  });
});

describe('calibration', () => {
  const said = (probability: number, outcome: 0 | 1): { probability: number; outcome: 0 | 1 } => ({
    probability,
    outcome,
  });

  test('Brier score and skill', () => {
    expect(brierScore([said(0.9, 1), said(0.2, 0)])).toBeCloseTo((0.01 + 0.04) / 2, 12);
    expect(brierSkill([said(1, 1), said(0, 0)])).toBe(1);
    expect(brierSkill([said(0.5, 1), said(0.5, 0)])).toBe(0);
  });

  test('the chance to rank right, with ties', () => {
    expect(rankingQuality([said(0.9, 1), said(0.1, 0)])).toBe(1);
    expect(rankingQuality([said(0.1, 1), said(0.9, 0), said(0.9, 0)])).toBe(0);
    expect(rankingQuality([said(0.5, 1), said(0.5, 0), said(0.2, 0), said(0.7, 0)])).toBe(0.5);
    expect(rankingQuality([said(0.5, 1)])).toBeNaN();
  });

  test('the reliability table holds all forecasts, by rising probability', () => {
    const table = reliabilityTable(
      [0.1, 0.9, 0.2, 0.8, 0.3].map((p) => said(p, p > 0.5 ? 1 : 0)),
      2,
    );
    expect(table.map(({ count }) => count)).toEqual([3, 2]);
    expect(table[0]?.forecast).toBeCloseTo(0.2, 12);
    expect(table[1]).toEqual({ count: 2, forecast: expect.closeTo(0.85, 12), happened: 1 });
  });

  test('Platt scaling tames forecasts that are too bold, and few outcomes change little', () => {
    const bold = Array.from({ length: 1_000 }, (_, n) =>
      said(n % 2 ? 0.99 : 0.01, n % 10 < 7 === (n % 2 === 1) ? 1 : 0),
    );
    const { slope } = fitPlatt(bold);
    expect(slope).toBeLessThan(0.5);
    expect(fitPlatt(bold.slice(0, 2)).slope).toBeGreaterThan(0.7);
    expect(logit(sigmoid(-3))).toBeCloseTo(-3, 9);
  });
});

test('the interval of a share: as in the tables, within 0 and 1, and wide where little was seen', () => {
  const [none, half, few] = [shareInterval(0, 10), shareInterval(0.5, 10), shareInterval(1, 1)];
  expect([none.low, none.high]).toEqual([0, expect.closeTo(0.2775, 4)]);
  expect([half.low, half.high]).toEqual([expect.closeTo(0.2366, 4), expect.closeTo(0.7634, 4)]);
  expect([few.low, few.high]).toEqual([expect.closeTo(0.2065, 4), 1]);
});
