/** Decisions in the database: what they write, what undo restores, and that the intake leaves them alone. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { freshDatabase, servers, withDatabase } from '../../../../test/support/database.ts';
import { type Database, LeadspringError, migrate } from '../../../base/index.ts';
import type { ActorClaim } from '../../contract.ts';
import { resolveActor } from '../rules.ts';
import { writeSightings } from '../store.ts';
import { answerSuggestions, decide, undo } from './decide.ts';
import { explainPerson, listDecisions } from './explain.ts';
import { findHandle } from './explain_store.ts';
import { refold } from './refold.ts';
import { listSuggestions, writeSuggestions } from './suggestion_store.ts';
import type { DecisionDraft } from './types.ts';

const NOW = Date.UTC(2026, 10, 24);
const DAY = 86_400_000;

/** Three people and a bare name; Jane has two logins and one address, Ann and Bob one address each at one firm. */
const CLAIMS: readonly ActorClaim[] = [
  { email: 'jane@acme.example', name: 'Jane Doe', login: 'jane', platform: 'forum.example' },
  { email: 'jane@acme.example', name: 'J. Doe', login: 'jdoe', platform: 'code.example' },
  { email: 'ann@kelp.example', name: 'Ann Lee' },
  { email: 'bob@kelp.example', name: 'Bob', login: 'bob', platform: 'forum.example' },
  { email: 'ann.lee@mail.example', name: 'Ann' },
  { name: 'Jane Doe' },
];

async function see(db: Database, claims: readonly ActorClaim[], from = 0): Promise<void> {
  const sightings = claims.map((claim, index) => ({
    at: NOW - (from + index) * DAY,
    resolution: resolveActor(claim),
  }));
  await db.transaction((client) => writeSightings(client, sightings));
}

/** All that decisions may change, row for row. */
async function stateOf(db: Database): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const table of ['person', 'identity', 'affiliation', 'identity_affiliation', 'identity_suggestion']) {
    const { rows } = await db.query<{ line: string }>(
      `select to_jsonb(t)::text as line from ${table} t order by 1`,
    );
    lines.push(...rows.map(({ line }) => `${table} ${line}`));
  }
  return lines;
}

/** Whose the handles are, as a map from what people call them. */
async function owners(db: Database): Promise<Readonly<Record<string, string | null>>> {
  const { rows } = await db.query<{ handle: string; name: string | null }>(
    `select i.value as handle, p.name from identity i left join person p using (person_id)
      where i.kind in ('email', 'login') order by 1`,
  );
  return Object.fromEntries(rows.map(({ handle, name }) => [handle, name]));
}

async function ids(db: Database): Promise<(handle: string) => string> {
  const { rows } = await db.query<{ id: string; handle: string }>(
    `select identity_id as id, case platform when '' then value else value || '@' || platform end as handle from identity`,
  );
  return (handle) => rows.find((row) => row.handle === handle)?.id ?? '';
}

const ALL = ['jane@acme.example', 'jane@forum.example', 'jdoe@code.example', 'ann@kelp.example'].concat([
  'bob@kelp.example',
  'bob@forum.example',
  'ann.lee@mail.example',
  'jane doe',
]);

const step = fc.record({
  kind: fc.constantFrom('merge', 'split', 'move', 'lock', 'unlock', 'never', 'reject', 'rename', 'undo'),
  handles: fc.uniqueArray(fc.constantFrom(...ALL), { minLength: 2, maxLength: 2 }),
  pick: fc.nat(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function draftOf({ kind, pick }: Step, [a, b]: readonly [string, string]): DecisionDraft | null {
  switch (kind) {
    case 'lock':
    case 'unlock':
      return { kind, identityIds: [a] };
    case 'rename':
      return { kind, identityIds: [a], name: `Name ${pick % 3}` };
    case 'split':
      return { kind, identityIds: pick % 2 === 0 ? [a] : [a, b] };
    case 'undo':
      return null;
    default:
      return { kind, identityIds: [a, b] };
  }
}

const REFUSALS = new Set(['decision_without_effect', 'argument_invalid']);

/** Decides what can be decided. @returns numbers of active decisions that are no undos */
async function play(db: Database, steps: readonly Step[]): Promise<number[]> {
  const id = await ids(db);
  const active: number[] = [];
  for (const each of steps) {
    const [a = '', b = ''] = each.handles.map(id);
    const draft = draftOf(each, [a, b]);
    if (draft === null) {
      const [target] = active.splice(each.pick % Math.max(1, active.length), 1);
      if (target !== undefined) await undo(db, target, { now: NOW });
      continue;
    }
    try {
      active.push((await decide(db, draft, { now: NOW })).decision.id);
    } catch (thrown) {
      if (!(thrown instanceof LeadspringError) || !REFUSALS.has(thrown.code)) throw thrown;
    }
  }
  return active;
}

const RUNS = { numRuns: 12 };

describe.each(servers())('on $name', (server) => {
  test('after undoing everything, in any order, all rows are as at the start', {
    timeout: 90_000,
  }, async () => {
    await using fresh = await freshDatabase(server);
    const { db } = fresh;
    await see(db, CLAIMS);
    await db.transaction((client) => suggest(client, db));
    const start = await stateOf(db);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), fc.nat(), async (steps, seed) => {
        const active = await play(db, steps);
        while (active.length > 0) {
          const [target = 0] = active.splice(seed % active.length, 1);
          await undo(db, target, { now: NOW });
        }
        expect(await stateOf(db)).toEqual(start);
      }),
      RUNS,
    );
  });

  test('reading the same data again, in any order and any parts, changes nothing decided', {
    timeout: 90_000,
  }, async () => {
    await using fresh = await freshDatabase(server);
    const { db } = fresh;
    await see(db, CLAIMS);
    const order = fc.shuffledSubarray([...CLAIMS.keys()], { minLength: CLAIMS.length });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 6 }), order, fc.nat(), async (steps, indices, cut) => {
        await play(db, steps);
        const decided = await stateOf(db);
        const middle = cut % indices.length;
        for (const part of [indices.slice(0, middle), indices.slice(middle)]) {
          for (const index of part) await see(db, CLAIMS.slice(index, index + 1), index);
        }
        expect(await stateOf(db)).toEqual(decided);
      }),
      RUNS,
    );
  });

  test('data that comes after a decision gives what it gives before it', { timeout: 90_000 }, async () => {
    const early = CLAIMS.slice(0, 4);
    const late: ActorClaim[] = [
      ...CLAIMS.slice(4),
      { email: 'jane@acme.example', name: 'Dr. Jane Mary Doe', login: 'jmd', platform: 'chat.example' },
      { email: 'aaa@kelp.example', login: 'bob', platform: 'forum.example' },
    ];
    const free = step.filter(({ kind }) => kind !== 'lock' && kind !== 'unlock');
    await fc.assert(
      fc.asyncProperty(fc.array(free, { minLength: 1, maxLength: 6 }), async (steps) => {
        const known = steps.filter(({ handles }) => handles.every((each) => ALL.indexOf(each) < 6));
        const between = await withDatabase(async (db) => {
          await see(db, early);
          await play(db, known);
          await see(db, late, early.length);
          const { rows } = await db.query<{ line: string }>(
            'select to_jsonb(d)::text as line from identity_decision d',
          );
          return { decisions: rows, state: await stateOf(db) };
        }, server);
        const before = await withDatabase(async (db) => {
          await see(db, [...early, ...late]);
          for (const { line } of between.decisions) {
            await db.query(
              'insert into identity_decision select * from jsonb_populate_record(null::identity_decision, $1)',
              [line],
            );
          }
          await db.query(
            'insert into decided_identity select distinct unnest(identity_ids), decision_id from identity_decision',
          );
          const { rows } = await db.query<{ id: string }>('select identity_id as id from identity');
          await db.transaction((client) =>
            refold(
              client,
              rows.map(({ id }) => id),
            ),
          );
          return await stateOf(db);
        }, server);
        expect(between.state).toEqual(before);
      }),
      {
        numRuns: 5,
        // Found by chance once: the one split off was named by a label that a later record made better.
        examples: [[[{ kind: 'split', handles: ['bob@forum.example', 'jane@acme.example'], pick: 0 }]]],
      },
    );
  });
});

const by = { now: NOW };

describe('a decision', () => {
  test('changes whose handles are, what people are called and whom they act for; undo changes it back', async () => {
    await withDatabase(async (db) => {
      await see(db, CLAIMS);
      const id = await ids(db);
      const start = await stateOf(db);
      const merge = await decide(db, pair('merge', id, 'ann@kelp.example', 'ann.lee@mail.example'), by);
      expect((await owners(db))['ann.lee@mail.example']).toBe('Ann Lee');
      const person = await explainPerson(db, 'ann.lee@mail.example');
      expect(merge.personIds).toEqual([person.id]);
      expect(person.affiliations.map(({ domain }) => domain)).toEqual(['kelp.example', 'mail.example']);
      const split = await decide(db, { kind: 'split', identityIds: [id('jdoe@code.example')] }, by);
      expect((await owners(db)).jdoe).toBe('J. Doe');
      expect((await owners(db)).jane).toBe('Jane Doe');
      const rename = await decide(
        db,
        { kind: 'rename', identityIds: [id('jdoe@code.example')], name: ' J.\u202eD. ' },
        by,
      );
      expect((await owners(db)).jdoe).toBe('J.D.');
      for (const { decision } of [merge, split, rename]) await undo(db, decision.id, by);
      expect(await stateOf(db)).toEqual(start);
    });
  });
  test('that would change nothing, or names what is not known, is refused and not recorded', async () => {
    await withDatabase(async (db) => {
      await see(db, CLAIMS);
      const id = await ids(db);
      const refused = async (
        draft: DecisionDraft,
        code: string,
        author: 'operator' | 'matcher' = 'operator',
      ) => expect(decide(db, draft, { now: NOW, author })).rejects.toMatchObject({ code });
      const jane = id('jane@acme.example');
      await refused(pair('merge', id, 'jane@acme.example', 'jane@forum.example'), 'decision_without_effect');
      await refused({ kind: 'unlock', identityIds: [jane] }, 'decision_without_effect');
      await refused(
        { kind: 'merge', identityIds: [jane, '00000000-0000-8000-8000-000000000000'] },
        'person_not_found',
      );
      await refused({ kind: 'split', identityIds: [jane, id('bob@kelp.example')] }, 'argument_invalid');
      await refused({ kind: 'rename', identityIds: [jane], name: '\u200b ' }, 'argument_invalid');
      await refused({ kind: 'lock', identityIds: [jane] }, 'argument_invalid', 'matcher');
      await expect(undo(db, 1, by)).rejects.toMatchObject({ code: 'decision_not_found' });
      expect((await listDecisions(db, { limit: 10 })).history).toEqual([]);
      const { decision } = await decide(db, { kind: 'lock', identityIds: [jane] }, by);
      await refused(pair('merge', id, 'jane@acme.example', 'bob@kelp.example'), 'person_locked', 'matcher');
      await undo(db, decision.id, by);
      await expect(undo(db, decision.id, by)).rejects.toMatchObject({ code: 'decision_undone' });
    });
  });
  test('is kept for ever, with its author, reasons and time', async () => {
    await withDatabase(async (db) => {
      await see(db, CLAIMS);
      const id = await ids(db);
      const reasons = [{ reason: 'They told us.' }];
      await decide(db, { ...pair('merge', id, 'ann@kelp.example', 'ann.lee@mail.example'), reasons }, by);
      await undo(db, 1, { now: NOW + 1, reasons: [{ reason: 'They did not.' }] });
      const { history, named } = await listDecisions(db, { limit: 10 });
      expect(history.map(({ id: number, kind, active, at }) => [number, kind, active, at])).toEqual([
        [2, 'undo', true, NOW + 1],
        [1, 'merge', false, NOW],
      ]);
      expect(history[1]).toMatchObject({ author: 'operator', reasons });
      expect(named[id('ann@kelp.example')]?.value).toBe('ann@kelp.example');
      expect((await listDecisions(db, { limit: 1, offset: 1 })).history[0]).toMatchObject({
        id: 1,
        active: false,
      });
    });
  });
});

describe('a locked person', () => {
  test('keeps its handles when records later say more; unlocked it follows them', async () => {
    await withDatabase(async (db) => {
      await see(db, CLAIMS);
      const id = await ids(db);
      await decide(db, { kind: 'lock', identityIds: [id('bob@kelp.example')] }, by);
      const locked = (await explainPerson(db, 'bob@kelp.example')).id;
      await see(db, [{ email: 'bob@kelp.example', login: 'bobby', platform: 'chat.example' }]);
      expect((await explainPerson(db, 'bobby@chat.example')).id).not.toBe(locked);
      expect(await explainPerson(db, 'bob@forum.example')).toMatchObject({ id: locked, locked: true });
      await decide(db, { kind: 'unlock', identityIds: [id('bob@kelp.example')] }, by);
      expect(await explainPerson(db, 'bobby@chat.example')).toMatchObject({ id: locked, locked: false });
    });
  });
});

describe('suggestions', () => {
  const open = async (db: Database): Promise<readonly string[]> =>
    (await listSuggestions(db, { limit: 10 })).rows.map(({ a, b }) => [a.value, b.value].sort().join(' '));
  const ANN = 'ann.lee@mail.example ann@kelp.example';
  const BOTH = 'ann@kelp.example bob@kelp.example';
  const BOB = 'ann.lee@mail.example bob@kelp.example';

  async function prepared(
    work: (db: Database, idOf: (pair: string) => Promise<string>) => Promise<void>,
  ): Promise<void> {
    await withDatabase(async (db) => {
      await see(db, CLAIMS);
      await db.transaction((client) => suggest(client, db));
      await work(db, async (wanted) => {
        const { rows } = await listSuggestions(db, { limit: 10 });
        return rows.find(({ a, b }) => [a.value, b.value].sort().join(' ') === wanted)?.id ?? '';
      });
    });
  }

  test('wait, surest first, with reasons and people', async () => {
    await prepared(async (db) => {
      expect(await open(db)).toEqual([ANN, BOB, BOTH]);
      const { rows, total } = await listSuggestions(db, { limit: 1 });
      expect(total).toBe(3);
      expect(rows[0]).toMatchObject({
        probability: 0.8,
        reasons: [{ reason: 'The names agree.', weight: 4.2 }],
      });
      const bob = await explainPerson(db, 'bob@kelp.example');
      expect((await listSuggestions(db, { limit: 10, personId: bob.id })).total).toBe(2);
    });
  });
  test('that are accepted merge; of two about the same people the surer is asked; undo asks again', async () => {
    await prepared(async (db, idOf) => {
      const [accepted] = await answerSuggestions(db, 'accept', [await idOf(ANN)], by);
      expect(accepted?.decision).toMatchObject({ kind: 'merge', probability: 0.8, author: 'operator' });
      expect(await open(db)).toEqual([BOB]);
      await undo(db, accepted?.decision.id ?? 0, by);
      expect(await open(db)).toEqual([ANN, BOB, BOTH]);
    });
  });
  test('that are rejected come back with more evidence only, those that are never not even then', async () => {
    await prepared(async (db, idOf) => {
      await answerSuggestions(db, 'reject', [await idOf(ANN)], by);
      await answerSuggestions(db, 'never', [await idOf(BOB)], by);
      expect(await open(db)).toEqual([BOTH]);
      const again = async (probability: number) =>
        db.transaction(async (client) => {
          const id = await ids(db);
          const all = [ANN, BOB].map((each) => {
            const [a = '', b = ''] = each.split(' ').map(id);
            return { a, b, probability, reasons: [] };
          });
          await writeSuggestions(client, all, NOW);
          await refold(
            client,
            all.map(({ a }) => a),
          );
        });
      await again(0.8);
      expect(await open(db)).toEqual([BOTH]);
      await again(0.9);
      expect(await open(db)).toEqual([ANN, BOTH]);
    });
  });
  test('are answered all or none, and those that an answer settles are passed over', async () => {
    await prepared(async (db, idOf) => {
      const all = [await idOf(ANN), await idOf(BOB), await idOf(BOTH)];
      const absent = '00000000-0000-8000-8000-000000000000';
      await expect(answerSuggestions(db, 'accept', [...all, absent], by)).rejects.toMatchObject({
        code: 'suggestion_not_found',
      });
      expect(await open(db)).toHaveLength(3);
      expect(await answerSuggestions(db, 'accept', all, by)).toHaveLength(2);
      expect(await open(db)).toEqual([]);
    });
  });
});

describe('an explanation', () => {
  test('says which handles records gave together and which a decision added', async () => {
    await withDatabase(async (db) => {
      await see(db, CLAIMS);
      const id = await ids(db);
      await decide(db, pair('merge', id, 'jdoe@code.example', 'ann@kelp.example'), by);
      const person = await explainPerson(db, 'JDoe@code.example');
      const handles = ['ann@kelp.example', 'jane', 'jane@acme.example', 'jdoe'];
      expect(person.handles.map(({ value }) => value).sort()).toEqual(handles);
      expect(person.ties.map((tie) => [tie.by, tie.handles.map(({ value }) => value).sort()])).toEqual([
        ['claim', ['jane', 'jane@acme.example', 'jdoe']],
        ['decision', ['ann@kelp.example', 'jdoe']],
      ]);
      expect(person.madeUp).toBe(false);
      expect(await explainPerson(db, person.id)).toEqual(person);
    });
  });
  test.each(['', 'nobody@acme.example', '00000000-0000-8000-8000-000000000000', 'a\0b', 'x'.repeat(1_000)])(
    'of %j is not found',
    async (wanted) => {
      await withDatabase(async (db) => {
        await see(db, CLAIMS);
        expect(await findHandle(db, wanted)).toBeNull();
        await expect(explainPerson(db, wanted)).rejects.toMatchObject({ code: 'person_not_found' });
      });
    },
  );
});

test('the migration gives each handle the affiliations it had by its person', async () => {
  await withDatabase(async (db) => {
    await see(db, CLAIMS);
    const read = async () =>
      (
        await db.query(
          'select identity_id, organization_id, from_at, to_at, kind, value from identity_affiliation order by 1, 2',
        )
      ).rows;
    const expected = await read();
    expect(expected).toHaveLength(4);
    // Back to the first schema, whose affiliations are by the person of the handle that acted.
    await db.query(`
      drop table organization_verdict, evidence_lesson, organization_decision;
      alter table organization drop column claimed_name, drop column name_key, drop column alias_of,
        drop column main_id, drop column parent_id;
      alter table identity drop column claimed_organization_id;
      alter table affiliation drop column confidence;
      drop table identity_suggestion, decided_identity, identity_decision, identity_affiliation;
      alter table identity drop column claimed_person_id, drop column looked_at;
      alter table person drop column claimed_name;
      delete from schema_migration where name in ('2026-11-24-identities', '2026-11-24-organizations')`);
    expect(await migrate(db, NOW)).toEqual(['2026-11-24-identities', '2026-11-24-organizations']);
    expect(await read()).toEqual(expected);
  });
});

function pair(kind: 'merge' | 'never', id: (handle: string) => string, a: string, b: string): DecisionDraft {
  return { kind, identityIds: [id(a), id(b)] };
}

async function suggest(client: Parameters<typeof writeSuggestions>[0], db: Database): Promise<void> {
  const id = await ids(db);
  const pair = (a: string, b: string, probability: number) => ({
    a: id(a),
    b: id(b),
    probability,
    reasons: [{ reason: 'The names agree.', weight: 4.2 }],
  });
  await writeSuggestions(
    client,
    [
      pair('ann@kelp.example', 'ann.lee@mail.example', 0.8),
      pair('bob@kelp.example', 'ann.lee@mail.example', 0.6),
      pair('bob@kelp.example', 'ann@kelp.example', 0.55),
    ],
    NOW,
  );
}
