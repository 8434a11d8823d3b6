import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advanceFrontier, type HistoryEntry } from './history.ts';

/** Commits in an order that has parents before children, as rev-list gives them. */
const histories = fc
  .array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 60 })
  .map((drafts) =>
    drafts.map((parents, index): HistoryEntry => {
      const distinct = new Set(index === 0 ? [] : parents.map((parent) => parent % index));
      return { sha: `c${index}`, parents: [...distinct].map((parent) => `c${parent}`) };
    }),
  );

test('whatever the history and wherever it stops, the frontier reaches exactly what was read', () => {
  fc.assert(
    fc.property(histories, fc.nat(), fc.integer({ min: 1, max: 9 }), (history, stop, size) => {
      const read = history.slice(0, stop % (history.length + 1));
      const frontier = new Set<string>();
      for (let at = 0; at < read.length; at += size) advanceFrontier(frontier, read.slice(at, at + size));
      const parents = new Map(history.map((entry) => [entry.sha, entry.parents]));
      const reached = new Set<string>();
      const stack = [...frontier];
      for (let sha = stack.pop(); sha !== undefined; sha = stack.pop()) {
        if (reached.has(sha)) continue;
        reached.add(sha);
        stack.push(...(parents.get(sha) ?? []));
      }
      expect(reached).toEqual(new Set(read.map(({ sha }) => sha)));
    }),
  );
});
