/** Folding claims and decisions, without a database. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { activeIds, type Folded, fold, judge, refusedAt, splitPersonId } from './fold.ts';
import { nameOf } from './names.ts';
import type { Claim, Decision } from './types.ts';

/** Identities `a1 a2 b1 b2 ...`: those with one letter are one person (`A`, `B`) by claims; `x...` have none. */
function claims(...ids: readonly string[]): Claim[] {
  return ids.map((identityId) => ({
    identityId,
    claimedPersonId: identityId.startsWith('x') ? null : identityId.charAt(0).toUpperCase(),
    ownPersonId: identityId.endsWith('1') ? identityId.charAt(0).toUpperCase() : `own ${identityId}`,
    label: `label of ${identityId}`,
  }));
}

type Line = readonly [kind: Decision['kind'], ids: string, more?: Partial<Decision>];

/** Decisions 1, 2, 3 ... */
function decisions(...lines: readonly Line[]): Decision[] {
  return lines.map(([kind, ids, more], index) => ({
    id: index + 1,
    kind,
    author: 'operator',
    identityIds: ids.split(' '),
    name: null,
    undoes: null,
    probability: null,
    reasons: [],
    at: 0,
    ...more,
  }));
}

const MATCHER = { author: 'matcher', probability: 0.99 } as const;
const undo = (undoes: number): Line => ['undo', 'a1', { undoes }];

/** People as text: `A: a1 a2 | B: b1`. */
function people(state: Folded): string {
  return [...state.groups.values()]
    .map(({ id, members }) => `${id}: ${[...members].sort().join(' ')}`)
    .sort()
    .join(' | ');
}

const peopleAfter = (ids: string, ...lines: readonly Line[]): string =>
  people(fold(claims(...ids.split(' ')), decisions(...lines)));

describe('decisions', () => {
  test('claims alone give people; handles without a claim have none', () => {
    expect(peopleAfter('a1 a2 b1 x1')).toBe('A: a1 a2 | B: b1');
  });
  test('a merge unites whole people under the smaller id', () => {
    expect(peopleAfter('a1 a2 b1 b2', ['merge', 'b2 a2'])).toBe('A: a1 a2 b1 b2');
  });
  test('a merge gives a handle without a person to one', () => {
    expect(peopleAfter('a1 x1', ['merge', 'x1 a1'])).toBe('A: a1 x1');
    expect(peopleAfter('x1 x2', ['merge', 'x1 x2'])).toMatch(/: x1 x2$/);
  });
  test('a split makes a person of its own; the rest keeps the id', () => {
    expect(peopleAfter('a1 a2 a3', ['split', 'a1 a3'])).toBe(
      [`A: a2`, `${splitPersonId(1)}: a1 a3`].sort().join(' | '),
    );
  });
  test('a split of all or of nothing changes nothing', () => {
    expect(peopleAfter('a1 a2', ['split', 'a1 a2'], ['split', 'x1'])).toBe('A: a1 a2');
  });
  test('a claimed id stays when what was split off comes back', () => {
    expect(peopleAfter('a1 a2', ['split', 'a1'], ['merge', 'a1 a2'])).toBe('A: a1 a2');
  });
  test('a move takes one handle along', () => {
    expect(peopleAfter('a1 a2 b1', ['move', 'a2 b1'])).toBe('A: a1 | B: a2 b1');
    expect(peopleAfter('a1 b1', ['move', 'a1 b1'])).toBe('B: a1 b1');
  });
  test('decisions about identities that are gone change nothing', () => {
    expect(peopleAfter('a1 b1', ['merge', 'a1 z1'], ['lock', 'z1'], ['move', 'z1 a1'])).toBe('A: a1 | B: b1');
  });
});

describe('undo', () => {
  test('restores what was before, however many decisions followed', () => {
    const later: Line[] = [
      ['merge', 'a1 c1'],
      ['split', 'c1'],
      ['rename', 'b1', { name: 'Bob' }],
    ];
    expect(peopleAfter('a1 b1 c1', ['merge', 'a1 b1'], ...later, undo(1))).toBe(
      peopleAfter('a1 b1 c1', ['never', 'a1 d1'], ...later),
    );
  });
  test('of an undo brings the decision back, and so on', () => {
    const lines: Line[] = [['merge', 'a1 b1'], undo(1), undo(2), undo(3)];
    expect(peopleAfter('a1 b1', ...lines.slice(0, 2))).toBe('A: a1 | B: b1');
    expect(peopleAfter('a1 b1', ...lines.slice(0, 3))).toBe('A: a1 b1');
    expect(peopleAfter('a1 b1', ...lines)).toBe('A: a1 | B: b1');
  });
});

describe('the matcher', () => {
  const state = (ids: string, ...lines: readonly Line[]): Folded =>
    fold(claims(...ids.split(' ')), decisions(...lines));
  test('does not change a locked person, a hand does', () => {
    expect(peopleAfter('a1 b1', ['lock', 'a1'], ['merge', 'a1 b1', MATCHER])).toBe('A: a1 | B: b1');
    expect(peopleAfter('a1 b1', ['lock', 'a1'], ['merge', 'a1 b1'])).toBe('A: a1 b1');
    expect(peopleAfter('a1 b1', ['lock', 'a1'], ['unlock', 'a1'], ['merge', 'a1 b1', MATCHER])).toBe(
      'A: a1 b1',
    );
    expect(judge(state('a1 b1', ['lock', 'b1']), 'a1', 'b1')).toBe('locked');
  });
  test('never unites what must not be, nor through others; a never also ends an earlier merge of its own', () => {
    const never: Line = ['never', 'a1 b1'];
    const merges: Line[] = [
      ['merge', 'a1 c1', MATCHER],
      ['merge', 'c1 b1', MATCHER],
    ];
    expect(peopleAfter('a1 b1 c1', never, ...merges)).toBe('A: a1 c1 | B: b1');
    expect(peopleAfter('a1 b1 c1', ...merges, never)).toBe('A: a1 c1 | B: b1');
    expect(judge(state('a1 a2 b1 b2', never), 'a2', 'b2')).toBe('never');
    expect(peopleAfter('a1 b1', never, ['merge', 'a1 b1'])).toBe('A: a1 b1');
  });
  test('does not unite what a hand split or moved apart, until a hand unites it', () => {
    const back: Line = ['merge', 'a1 a2', MATCHER];
    expect(peopleAfter('a1 a2', ['split', 'a2'], back)).toContain('A: a1');
    expect(judge(state('a1 a2 b1', ['move', 'a2 b1']), 'a1', 'b1')).toBe('apart');
    expect(
      peopleAfter('a1 a2 b1', ['split', 'a2'], ['merge', 'a1 b1', MATCHER], ['merge', 'a2 b1', MATCHER]),
    ).toContain('A: a1 b1');
    const united = state('a1 a2', ['split', 'a2'], ['merge', 'a1 a2'], ['split', 'a1'], undo(3));
    expect(judge(united, 'a1', 'a2')).toBe('same');
  });
  test('knows on what evidence a pair was refused, also when its own merge was undone', () => {
    const refused = state('a1 a2 b1', ['reject', 'a1 b1', { probability: 0.7 }]);
    expect([refusedAt(refused, 'a2', 'b1'), refusedAt(refused, 'b1', 'a1')]).toEqual([0.7, 0.7]);
    const undone = state('a1 b1', ['merge', 'a1 b1', MATCHER], undo(1));
    expect(refusedAt(undone, 'a1', 'b1')).toBe(0.99);
    expect(refusedAt(state('a1 b1', ['reject', 'a1 b1', { probability: 0.7 }], undo(1)), 'a1', 'b1')).toBe(0);
  });
});

describe('a lock', () => {
  test('holds the handles it was made with: what claims add later stands beside, until it is unlocked', () => {
    const lock: Line = ['lock', 'a1 a2'];
    expect(peopleAfter('a1 a2 a3', lock)).toMatch(/A: a1 a2(?! a3)/);
    expect(peopleAfter('a1 a2 a3', lock, ['unlock', 'a1'])).toBe('A: a1 a2 a3');
    expect(peopleAfter('a1 a2 a3', lock, undo(1))).toBe('A: a1 a2 a3');
    expect(peopleAfter('a1 a2 a3', lock, ['merge', 'a1 a3'])).toBe('A: a1 a2 a3');
  });
  test('keeps a handle that claims later give to somebody else', () => {
    expect(peopleAfter('a1 b1', ['lock', 'a1 b1'])).toBe('A: a1 b1');
  });
});

test('names: by hand, else the longest that claims give to own handles, else the person’s, else a label', () => {
  const claimed = new Map([
    ['A', 'J. Doe'],
    ['B', 'Jane Doe'],
  ]);
  const name = (ids: string, ...lines: readonly Line[]): string => {
    const state = fold(claims(...ids.split(' ')), decisions(...lines));
    const group = state.groupOf.get(ids.split(' ')[0] ?? '');
    return group === undefined ? '' : nameOf(state, group, claimed);
  };
  expect(name('a1 b1', ['merge', 'a1 b1'])).toBe('Jane Doe');
  expect(name('a1 b1', ['merge', 'a1 b1'], ['rename', 'b1', { name: 'Jay' }])).toBe('Jay');
  expect(name('a1 b1 b2', ['move', 'b2 a1'])).toBe('J. Doe');
  expect(name('a2', ['never', 'a2 b1'])).toBe('J. Doe');
  expect(name('a2 a1', ['split', 'a2'])).toBe('label of a2');
});

const IDS = ['a1', 'a2', 'a3', 'b1', 'b2', 'c1', 'd1', 'x1'] as const;
const id = fc.constantFrom(...IDS);
const drafts = fc.array(
  fc.record({
    kind: fc.constantFrom('merge', 'split', 'move', 'lock', 'unlock', 'never', 'reject', 'rename', 'undo'),
    author: fc.constantFrom('operator', 'operator', 'matcher'),
    ids: fc.uniqueArray(id, { minLength: 2, maxLength: 3 }),
    target: fc.nat(),
  }),
  { maxLength: 25 },
);

/** Drafts as decisions; an undo undoes one that is active. */
const sequences = drafts.map((list) => {
  const made: Decision[] = [];
  for (const { kind, author, ids, target } of list) {
    const active = [...activeIds(made)];
    const undoes = kind === 'undo' ? (active[target % active.length] ?? null) : null;
    if (kind === 'undo' && undoes === null) continue;
    made.push({
      id: made.length + 1,
      kind,
      author: kind === 'merge' ? author : 'operator',
      identityIds: kind === 'split' || kind === 'lock' ? ids : ids.slice(0, 2),
      name: kind === 'rename' ? `name ${target}` : null,
      undoes,
      probability: 0.9,
      reasons: [],
      at: 0,
    });
  }
  return made;
});

/** Everything about people; what was refused is left out, for an undone merge of the matcher is remembered so. */
function print(state: Folded): string {
  return [...state.groups.values()]
    .map(({ id: person, members, locked, name }) =>
      JSON.stringify([person, [...members].sort(), locked, name]),
    )
    .sort()
    .join('\n');
}

describe('whatever is decided', () => {
  test('undoing any decision is folding without it', () => {
    fc.assert(
      fc.property(sequences, fc.nat(), (made, pick) => {
        const active = [...activeIds(made)].filter((each) => made[each - 1]?.kind !== 'undo');
        const target = active[pick % active.length];
        if (target === undefined) return;
        const undone = decisions(undo(target)).map((decision) => ({ ...decision, id: made.length + 1 }));
        const without = made.filter(({ id: each }) => each !== target);
        expect(print(fold(claims(...IDS), [...made, ...undone]))).toBe(print(fold(claims(...IDS), without)));
      }),
    );
  });
  test('undoing all, in any order, gives what claims alone give', () => {
    fc.assert(
      fc.property(sequences, fc.infiniteStream(fc.nat()), (made, picks) => {
        const all = [...made];
        for (;;) {
          const open = [...activeIds(all)].filter((each) => all[each - 1]?.kind !== 'undo');
          const target = open[(picks.next().value ?? 0) % open.length];
          if (target === undefined) break;
          all.push(...decisions(undo(target)).map((decision) => ({ ...decision, id: all.length + 1 })));
        }
        expect(print(fold(claims(...IDS), all))).toBe(print(fold(claims(...IDS), [])));
      }),
    );
  });
  test('the order of claims does not matter, and each identity is one person’s', () => {
    fc.assert(
      fc.property(sequences, fc.shuffledSubarray([...IDS], { minLength: IDS.length }), (made, order) => {
        const state = fold(claims(...order), made);
        expect(print(state)).toBe(print(fold(claims(...IDS), made)));
        const members = [...state.groups.values()].flatMap((group) => [...group.members]);
        expect(new Set(members).size).toBe(members.length);
        for (const [person, group] of state.groups) {
          expect(group.id).toBe(person);
          for (const member of group.members) expect(state.groupOf.get(member)).toBe(group);
        }
        for (const each of claims(...IDS)) {
          if (each.claimedPersonId !== null) expect(state.groupOf.has(each.identityId)).toBe(true);
        }
      }),
    );
  });
  test('no merge of the matcher, alone, unites a pair that must never be', () => {
    fc.assert(
      fc.property(sequences, id, id, (made, a, b) => {
        fc.pre(a !== b && !(a.charAt(0) === b.charAt(0)));
        const never = decisions(['never', `${a} ${b}`]).map((each) => ({ ...each, id: 1_000 }));
        const merges = made
          .filter(({ kind }) => kind === 'merge')
          .map((each) => ({ ...each, author: 'matcher' as const }));
        const state = fold(claims(...IDS), [...merges, ...never]);
        expect(judge(state, a, b)).toBe('never');
      }),
    );
  });
});
