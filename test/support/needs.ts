/**
 * What a test needs from outside the project: present with its path, or absent with a reason to print.
 * Tests that cannot run are declared with `describeWith`, so the reporter can say why they were skipped;
 * a skip without a reason counts as a failure.
 */
import { describe, test } from 'vitest';

export type Need =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly reason: string };

/**
 * A `describe` that runs only when the need is met. `body` receives the path; it is not called otherwise, so
 * it may use the path freely. An unmet need leaves one skipped test behind, with its reason.
 */
export function describeWith(need: Need, name: string, body: (path: string) => void): void {
  if (need.ok) {
    describe(name, () => body(need.path));
    return;
  }
  describe(name, () => {
    test('needs something that is not here', ({ skip }) => skip(need.reason));
  });
}
