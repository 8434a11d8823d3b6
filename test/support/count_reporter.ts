/**
 * Counts a run of Vitest for test/run.ts and prints every skipped test with its reason. Failures that belong
 * to no test (a file that does not load, an unhandled rejection) and skips without a reason count as failed.
 */
import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';

export interface Count {
  readonly passed: number;
  readonly failed: number;
}

/** The environment variable that names the file the count is written to. */
export const COUNT_FILE = 'LEADSPRING_TEST_COUNT';

/** What the counting needs to know of one test. */
export interface Outcome {
  readonly name: string;
  readonly state: 'passed' | 'failed' | 'skipped' | 'pending';
  readonly reason?: string | undefined;
}

/** Sums outcomes; `others` are failures outside any test. A test that never ended counts as failed. */
export function count(outcomes: readonly Outcome[], others: number): Count {
  const failed = outcomes.filter(
    ({ state, reason }) =>
      state === 'failed' || state === 'pending' || (state === 'skipped' && reason === undefined),
  );
  return {
    passed: outcomes.filter(({ state }) => state === 'passed').length,
    failed: failed.length + others,
  };
}

/** The reason of a skip: its note, or what the name of the test or suite says after `skipped:`. */
export function skipReason(note: string | undefined, fullName: string): string | undefined {
  return note ?? /\bskipped: ([^)\n]+)/.exec(fullName)?.[1];
}

function outcome(test: TestCase): Outcome {
  const result = test.result();
  const reason = result.state === 'skipped' ? skipReason(result.note, test.fullName) : undefined;
  return { name: `${test.module.relativeModuleId} > ${test.fullName}`, state: result.state, reason };
}

export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const outcomes = modules.flatMap((module) => [...module.children.allTests()].map(outcome));
    const broken = modules
      .flatMap((module) => [module, ...module.children.allSuites()])
      .filter((part) => part.errors().length > 0).length;
    for (const { name, state, reason } of outcomes) {
      if (state === 'skipped')
        console.log(`skipped: ${name}: ${reason ?? 'no reason given, which is a failure'}`);
    }
    const file = process.env[COUNT_FILE];
    if (file !== undefined) writeFileSync(file, JSON.stringify(count(outcomes, broken + unhandled.length)));
  }
}
