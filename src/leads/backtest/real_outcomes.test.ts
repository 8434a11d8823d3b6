/** The back-test on real companies that listed themselves as adopters. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { describeWith } from '../../../test/support/needs.ts';
import { sharedData } from '../../../test/support/shared_data.ts';
import { readProjects } from './read.ts';
import { type Backtest, backtestProjects } from './report.ts';

describeWith(sharedData('lead-outcomes-dev'), 'companies that listed themselves as adopters', (folder) => {
  let found: Backtest;
  beforeAll(async () => {
    const files = (kind: string): string[] =>
      readdirSync(folder)
        .filter((name) => name.includes(kind))
        .map((name) => join(folder, name));
    found = backtestProjects(await readProjects(files('.events.'), files('.labels.')));
  }, 60_000);

  test('the ranking beats each baseline, learned from the other projects only as well', () => {
    const { model, leftOut, baselines, perfect } = found.pooled;
    const best = Math.max(...Object.values(baselines).map(({ lift }) => lift));
    expect(model.lift).toBeGreaterThan(best);
    expect(leftOut?.lift).toBeGreaterThan(best);
    // No ranking of these candidates can do better than this, so the share of it is what can be judged.
    expect(model.lift / perfect.lift).toBeGreaterThan(0.75);
    expect(model.gained).toBeCloseTo((model.lift - 1) / (perfect.lift - 1), 10);
    expect(perfect.gained).toBeCloseTo(1, 10);
  });

  test('companies are seen before they raise their hand, and long before', () => {
    expect(found.pooled.seen.share).toBeGreaterThan(0.18);
    expect(found.pooled.seen.medianDays).toBeGreaterThan(200);
  });

  test('probabilities are about as large as what happens', () => {
    const { brier, brierOfBaseRate } = found.pooled.calibration;
    // Although the base rate is known in hindsight only.
    expect(brier).toBeLessThan(brierOfBaseRate);
  });
});
