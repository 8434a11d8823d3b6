/** What the cases of a source come to without a database: the counts that the suite compares. */

import type { ExpectStatic } from 'vitest';
import { type ErrorCode, LeadspringError } from '../../src/base/plain.ts';
import type { Source } from '../../src/intake/contract.ts';
import { parseSettings } from '../../src/intake/settings.ts';
import type { Conformance, ConformanceInput } from './conformance.ts';
import { type Kept, keep, nothingKept, pullOnce } from './made_up_server.ts';
import { tempDir } from './temp_dir.ts';

export interface Outcome {
  readonly stored: number;
  readonly dropped: number;
  readonly failed: number;
  readonly codes: readonly ErrorCode[];
  readonly kept: Kept;
}

/** Runs one input of `pullConformance` or `receiveConformance`. */
export async function outcomeOf(
  source: Source,
  input: ConformanceInput,
  kept = nothingKept(),
): Promise<Outcome> {
  const { http, deliveries, settings = {} } = input;
  if (http !== undefined) await pullOnce(source, http, kept, { settings });
  const codes = await deliver(source, deliveries ?? [], settings, kept);
  for (const error of kept.errors) if (error !== undefined) codes.add(error.code);
  for (const code of kept.failures.values()) codes.add(code);
  return {
    stored: kept.stored,
    dropped: Object.values(kept.dropped).reduce((sum, count) => sum + count, 0),
    failed: kept.failures.size,
    codes: [...codes].sort(),
    kept,
  };
}

async function deliver(
  source: Source,
  deliveries: NonNullable<ConformanceInput['deliveries']>,
  given: NonNullable<ConformanceInput['settings']>,
  kept: Kept,
): Promise<Set<ErrorCode>> {
  const codes = new Set<ErrorCode>();
  const settings = parseSettings(source, given);
  const adapt = await source.adapter(settings);
  for (const delivery of deliveries) {
    if (source.receive?.authentic(delivery, settings) !== true) {
      codes.add('delivery_not_authentic');
      continue;
    }
    try {
      for (const record of source.receive.records(delivery, settings).records)
        keep(kept, await adapt(record));
    } catch (thrown) {
      if (!(thrown instanceof LeadspringError)) throw thrown;
      codes.add(thrown.code);
    }
  }
  return codes;
}

/** Holds the cases of a source against what they say, without a database; the suite does the rest. */
export async function checkConformance(
  source: Source,
  conformance: Conformance,
  expect: ExpectStatic,
): Promise<void> {
  await using dir = await tempDir();
  const input = await conformance.ordinary(dir.path);
  const first = await outcomeOf(source, input);
  expect(first.kept.errors.filter((error) => error !== undefined)).toEqual([]);
  expect(first.stored + first.dropped + first.failed).toBeGreaterThanOrEqual(30);
  for (const count of ['stored', 'dropped', 'failed'] as const)
    expect(first[count], count).toBeGreaterThan(0);
  const before = first.stored;
  expect((await outcomeOf(source, input, first.kept)).stored - before, 'stored again').toBe(0);
  await conformance.grow(dir.path);
  expect((await outcomeOf(source, input, first.kept)).stored).toBeGreaterThan(before);
  for (const hostile of await conformance.hostile(dir.path)) {
    const { stored, codes, kept } = await outcomeOf(source, hostile);
    expect({ path: hostile.path, stored, codes }).toEqual({
      ...{ path: hostile.path, stored: hostile.stored, codes: hostile.codes },
    });
    const text = JSON.stringify([...kept.signals, ...kept.messages, ...kept.cursors, ...kept.notes]);
    for (const secret of conformance.secrets) expect(text.includes(secret), secret).toBe(false);
  }
}
