import { describe, expect, test } from 'vitest';
import { falseDiscoveryRates, harmonicMeanP } from './combine.ts';
import { fitGamma, logGamma, upperTail } from './gamma_poisson.ts';
import { seededRandom } from './testing.ts';

test('the logarithm of the gamma function at known values', () => {
  expect(logGamma(1)).toBeCloseTo(0, 12);
  expect(logGamma(5)).toBeCloseTo(Math.log(24), 12);
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
  expect(logGamma(0.1)).toBeCloseTo(2.252712651734206, 11);
});

describe('upper tail of the negative binomial', () => {
  test('with shape 1 it is geometric: P(X ≥ k) = share^k', () => {
    for (const k of [0, 1, 2, 5, 30])
      expect(upperTail(k, { shape: 1, rate: 3 }, 1)).toBeCloseTo(0.25 ** k, 12);
  });

  test('with an enormous shape it is Poisson', () => {
    const poisson = 1 - Math.exp(-2) * (1 + 2 + 2);
    expect(upperTail(3, { shape: 1e7, rate: 1e7 / 2 }, 1)).toBeCloseTo(poisson, 5);
  });

  test('falls with the count, from 1 to 0, also where single probabilities underflow', () => {
    const gamma = { shape: 900, rate: 0.3 };
    const tails = [1, 2_000, 3_000, 3_300, 5_000].map((count) => upperTail(count, gamma, 1));
    expect(tails).toEqual(tails.toSorted((a, b) => b - a));
    expect(tails[0]).toBe(1);
    expect(tails[2]).toBeGreaterThan(0.4);
    expect(tails[4]).toBeLessThan(1e-20);
  });

  test('keeps its precision far out', () => {
    expect(upperTail(60, { shape: 1, rate: 1 }, 1)).toBeCloseTo(2 ** -60, 25);
  });
});

test('the fit finds the distribution that rates were drawn from', () => {
  // 4,000 subjects with ten windows each: exponential rates (shape 1) with mean 0.5.
  const random = seededRandom(3);
  const totals = new Map<number, number>();
  for (let subject = 0; subject < 4_000; subject++) {
    const mean = -Math.log(1 - random()) * 0.5 * 10;
    const limit = Math.exp(-mean);
    let total = 0;
    for (let product = random(); product > limit; product *= random()) total += 1;
    totals.set(total, (totals.get(total) ?? 0) + 1);
  }
  const gamma = fitGamma([...totals].map(([total, subjects]) => ({ total, exposure: 10, subjects })));
  expect(gamma.shape / gamma.rate).toBeCloseTo(0.5, 1);
  expect(gamma.shape).toBeGreaterThan(0.9);
  expect(gamma.shape).toBeLessThan(1.1);
});

test('the fit of nothing is a weak opinion', () => {
  expect(fitGamma([])).toEqual({ shape: 0.5, rate: 5 });
});

describe('combining', () => {
  test('one small p among many pays for their number, several small ones pay less', () => {
    expect(harmonicMeanP([1e-6], 10)).toBeCloseTo(1e-5, 8);
    expect(harmonicMeanP([1e-6, 1e-6, 1e-6], 10)).toBeCloseTo(1e-5 / 3, 8);
    expect(harmonicMeanP([], 5)).toBe(1);
    expect(harmonicMeanP([])).toBe(1);
  });

  test.each([0, 0.5, 1])('keeps its promise when a share %d of the surprises is one and the same', (same) => {
    const random = seededRandom(11);
    const rounds = 40_000;
    let small = 0;
    for (let round = 0; round < rounds; round++) {
      const shared = random();
      const ps = Array.from({ length: 8 }, () => (random() < same ? shared : random()) || 1e-12);
      if (harmonicMeanP(ps) <= 0.01) small += 1;
    }
    expect(small / rounds).toBeLessThan(0.012);
  });
});

describe('false discoveries', () => {
  test('the example of Benjamini and Hochberg (1995): four of fifteen at 5 %', () => {
    const ps = [
      ...[0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459],
      ...[0.324, 0.4262, 0.5719, 0.6528, 0.759, 1.0],
    ];
    expect(falseDiscoveryRates(ps).filter((rate) => rate <= 0.05)).toHaveLength(4);
    const careful = falseDiscoveryRates(ps, ps.length, 'benjamini_yekutieli');
    expect(careful.filter((rate) => rate <= 0.05)).toHaveLength(3);
  });

  test('does not depend on order, and subjects left out count', () => {
    expect(falseDiscoveryRates([0.02, 0.001], 10)).toEqual([0.1, 0.01]);
    expect(falseDiscoveryRates([0.001, 0.02], 10)).toEqual([0.01, 0.1]);
  });
});
