/** The commands about people, without a process of their own. */
import { expect, test } from 'vitest';
import { withDatabase } from '../../../test/support/database.ts';
import type { Database } from '../../base/index.ts';
import { loadWeights, refreshLeads } from '../../leads/index.ts';
import { seed } from '../web/testing.ts';
import { commandsOn, type Run } from './testing.ts';

const NOW = Date.UTC(2026, 5, 30, 12);
const ACME = 'acme-turbines.example';

/** Runs commands on a seeded database; each answers with what it printed. */
async function withCommands(work: (run: Run, db: Database) => Promise<void>): Promise<void> {
  await withDatabase(async (db) => {
    await seed(db, { firms: 1 });
    const run = commandsOn(db, NOW);
    await work((...args) => run(...(args[0] === 'organizations' ? [] : ['identities']), ...args), db);
  });
}

test('a merge is explained, told in the history, undone, and refused when it would change nothing', async () => {
  await withCommands(async (run) => {
    const merged = JSON.parse(
      await run('merge', `Ada@${ACME}`, 'tess@kelpworks.example', '--reason', 'She told us.', '--json'),
    );
    expect(merged.decision).toMatchObject({
      id: 1,
      kind: 'merge',
      author: 'operator',
      at: '2026-06-30T12:00:00.000Z',
    });
    expect(merged.personIds).toHaveLength(1);
    await expect(run('merge', `ada@${ACME}`, 'tess@kelpworks.example')).rejects.toMatchObject({
      code: 'decision_without_effect',
    });
    const text = await run('explain', 'tess@kelpworks.example');
    expect(text).toContain(`ada@${ACME}, tess@kelpworks.example: decision 1 by operator.`);
    expect(text).toContain('She told us.');
    expect(text).toContain('Kelpworks');
    expect(await run('undo', '1')).toContain('Decision 2: undo of 1. People: ');
    expect(await run('history')).toMatch(
      /2 +2026-06-30 +operator +undo of 1 [\s\S]*\n1 +2026-06-30 +operator +merge +undone/,
    );
    expect(JSON.parse(await run('explain', 'tess@kelpworks.example', '--json')).handles).toHaveLength(1);
  });
});

test('a decision shows in the leads at once, as if all were computed anew', async () => {
  await withCommands(async (run, db) => {
    const [ada, rui, tess] = [`ada@${ACME}`, `rui@${ACME}`, 'tess@kelpworks.example'];
    // But for what was detected: that is a finding about all subjects at once.
    const leads = async (): Promise<readonly unknown[]> =>
      (
        await db.query(
          `select (to_jsonb(lead) - '{emerging,surprise,false_discovery_rate,emerged_since,emerged_because}'::text[])::text as line from lead order by lead_id`,
        )
      ).rows;
    const start = await leads();
    let changes = 0;
    const commands = [
      ['merge', ada, tess],
      ['merge', ada, rui],
      ['split', tess],
      ['move', rui, tess],
      ['rename', tess, 'Countess'],
      ['undo', '1'],
    ];
    for (const command of commands) {
      const before = await leads();
      await run(...command);
      const after = await leads();
      if (JSON.stringify(after) !== JSON.stringify(before)) changes++;
      await refreshLeads(db, { weights: loadWeights(), vendorDomains: [], now: NOW });
      expect(after, command.join(' ')).toEqual(await leads());
    }
    expect(changes).toBeGreaterThan(1);
    for (const number of ['5', '4', '3', '2']) await run('undo', number);
    expect(await leads()).toEqual(start);
  });
});

test('every kind of decision has its command', async () => {
  await withCommands(async (run) => {
    const [ada, rui, tess] = [`ada@${ACME}`, `rui@${ACME}`, 'tess@kelpworks.example'];
    await run('move', rui, ada);
    await run('split', rui);
    await run('never', ada, tess);
    await run('rename', ada, 'Countess');
    await run('lock', ada);
    expect(await run('explain', ada)).toMatch(/^Countess .* locked/);
    await run('unlock', ada);
    const { history } = JSON.parse(await run('history', '--json'));
    expect(history.map(({ kind }: { kind: string }) => kind)).toEqual([
      'unlock',
      'lock',
      'rename',
      'never',
      'split',
      'move',
    ]);
  });
});

test('match-all compares, and suggestions are listed and answered', async () => {
  await withCommands(async (run, db) => {
    expect(JSON.parse(await run('match-all', '--json'))).toMatchObject({ retracted: 0 });
    expect(await run('match-all')).toContain('Compared 0 handles');
    await db.query(`delete from identity_suggestion where probability <> 0.83`);
    await db.query('delete from decided_identity');
    await db.query('delete from identity_decision');
    const text = await run('suggestions');
    expect(text).toContain('83 %');
    expect(text).toMatch(/\+8\.5 {2}The names agree/);
    const [{ id }] = JSON.parse(await run('suggestions', '--json')).suggestions;
    await run('reject', id);
    expect(await run('suggestions')).toBe('No suggestion is open.');
    await run('undo', '1');
    expect(await run('accept', id)).toContain('Decision 3: merge');
    await expect(run('accept', id)).rejects.toMatchObject({ code: 'suggestion_not_found' });
  });
});

test('leads follow decisions at the next refresh', async () => {
  await withCommands(async (run, db) => {
    const people = async (): Promise<unknown> =>
      (await db.query('select people from lead where domain = $1', [ACME])).rows[0];
    expect(await people()).toEqual({ people: 2 });
    await run('merge', `ada@${ACME}`, `rui@${ACME}`);
    await run('match-all');
    expect(await people()).toEqual({ people: 1 });
    await run('undo', '1');
    await run('match-all');
    expect(await people()).toEqual({ people: 2 });
  });
});

test('who is not known is told', async () => {
  await withCommands(async (run) => {
    await expect(run('explain', 'nobody@nowhere.example')).rejects.toMatchObject({
      code: 'person_not_found',
    });
    await expect(run('lock', 'nobody')).rejects.toMatchObject({ code: 'person_not_found' });
    await expect(run('undo', '7')).rejects.toMatchObject({ code: 'decision_not_found' });
  });
});

test('organizations are explained, judged, merged, named and undone', async () => {
  await withCommands(async (run, db) => {
    const on = (...args: string[]) => run('organizations', ...args);
    expect(await on('explain', ACME)).toMatch(
      /^Acme.*acme-turbines\.example[\s\S]*ada@acme-turbines\.example +mail domain +90 %/,
    );
    const people = async (): Promise<unknown> =>
      (await db.query('select people from lead where domain = $1', [ACME])).rows[0];
    expect(await people()).toEqual({ people: 2 });
    const wrong = JSON.parse(await on('wrong', `ada@${ACME}`, ACME, '--reason', 'She left.', '--json'));
    expect(wrong.decision).toMatchObject({ id: 1, kind: 'wrong', at: '2026-06-30T12:00:00.000Z' });
    expect(await people()).toEqual({ people: 1 });
    expect(JSON.parse(await on('explain', ACME, '--json')).evidence).toEqual(
      expect.arrayContaining([expect.objectContaining({ verdict: 'wrong', confidence: 0 })]),
    );
    expect(await on('history')).toMatch(/1 +2026-06-30 +operator +wrong .*She left\./);
    expect(await on('undo', '1')).toContain('Decision 2 about organizations: undo of 1.');
    expect(await people()).toEqual({ people: 2 });
    await on('right', 'kelpworks.example', ACME);
    await on('rename', ACME, 'Acme');
    await on('merge', ACME, 'oldfriend.example');
    await on('subsidiary', 'firm00000.example', ACME);
    expect(await on('explain', 'oldfriend.example')).toMatch(/^Acme [\s\S]*Owns Firm/);
    await expect(on('explain', 'nobody.example')).rejects.toMatchObject({ code: 'organization_not_found' });
    await expect(on('wrong', 'nobody@nowhere.example', ACME)).rejects.toMatchObject({
      code: 'person_not_found',
    });
  });
});
