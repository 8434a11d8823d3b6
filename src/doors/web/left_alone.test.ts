/** People who asked not to be contacted: whoever they turn out to be, and whomever they act for. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { explainLead, findLead, leftAlone, loadWeights } from '../../leads/index.ts';
import { commandsOn, type Run } from '../cli/testing.ts';
import { NOW, openPages, type Pages, seed } from './testing.ts';

const ACME = 'acme-turbines.example';
const [ADA, RUI, TESS] = [`ada@${ACME}`, `rui@${ACME}`, 'tess@kelpworks.example'];
let fresh: TestDatabase;
let pages: Pages;
let run: Run;
beforeAll(async () => {
  fresh = await freshDatabase();
  await seed(fresh.db, { firms: 2 });
  pages = openPages(fresh.db);
  run = commandsOn(fresh.db, NOW);
});
afterAll(async () => {
  await fresh[Symbol.asyncDispose]();
});

async function personId(handle: string): Promise<string> {
  return (JSON.parse(await run('identities', 'explain', handle, '--json')) as { id: string }).id;
}
const isAlone = async (handle: string): Promise<boolean> => {
  const id = await personId(handle);
  return (await leftAlone(fresh.db, [id])).has(id);
};
const explain = async () =>
  explainLead(fresh.db, (await findLead(fresh.db, ACME))?.id ?? '', {
    ...{ weights: loadWeights(), vendorDomains: [], asOf: NOW },
  });

test('one person at a firm is left alone by the form of their page: shown everywhere, written to nowhere', async () => {
  const page = `/people/${await personId(ADA)}`;
  const before = await explain();
  expect(before.next.notTo).toEqual([]);
  const answer = await pages.press(page, `${page}/steps`, {
    kind: 'do_not_contact',
    text: '<i>by phone</i>',
  });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, `${page}#contact`]);
  expect(await pages.text(page)).toContain('Do not write to them.');
  expect(await pages.text(page)).toContain('&lt;i&gt;by phone&lt;/i&gt;');

  const { people, evidence, next } = await explain();
  expect(people.filter((each) => each.leftAlone).map(({ name }) => name)).toEqual(['Ada Fenwick']);
  expect(evidence.every((row) => row.leftAlone === (row.personName === 'Ada Fenwick'))).toBe(true);
  expect(next.notTo).toEqual(['Ada Fenwick']);
  // It was hers, the question that was to be answered.
  expect(next.text).not.toBe(before.next.text);
  expect(next.text).toMatch(/Do not write to Ada Fenwick\.$/);

  const lead = (await pages.get(`/leads/${ACME}`)).headers.get('location') ?? '';
  const shown = await pages.text(lead);
  expect(shown).toContain('Do not write to Ada Fenwick.');
  expect(shown).toMatch(/Ada Fenwick<\/bdi><\/a> <span class="private"[^>]*>do not contact/);
  expect(await pages.text(`${lead.replace('/leads/', '/organizations/')}/people`)).toContain(
    'do not contact',
  );
  expect(await run('explain', ACME)).toMatch(/Ada Fenwick .*do not contact/);
  // The firm is a lead as before.
  expect((await findLead(fresh.db, ACME))?.status).toBe('open');

  const undo = /action="(\/lead-steps\/\d+\/undo)"/.exec(await pages.text(page))?.[1] ?? '';
  const undone = await pages.press(page, undo, { back: page });
  expect(undone.headers.get('location')).toBe(`${page}#contact`);
  expect(await isAlone(ADA)).toBe(false);
  expect((await explain()).next).toEqual(before.next);
});

test('where everybody asked for it, nobody is left to write to', async () => {
  const steps = [await run('identities', 'leave-alone', ADA), await run('identities', 'leave-alone', RUI)];
  expect((await explain()).next).toMatchObject({
    ...{ kind: 'leave_alone', because: 'Everybody who is known there asked not to be contacted.' },
    notTo: ['Ada Fenwick', 'Rui Campos'],
  });
  for (const step of steps) await run('leads', 'undo', /leads undo (\d+)/.exec(step)?.[1] ?? '');
});

test('it goes with the handles: merged with somebody, found at a firm, split again', async () => {
  expect(await run('identities', 'leave-alone', TESS, '--text', 'at the fair')).toMatch(
    /^Tess Oda: not to be contacted\. Take it back: leadspring leads undo \d+$/,
  );
  expect(await run('identities', 'explain', TESS)).toContain('Asked not to be contacted');
  expect(await isAlone(ADA)).toBe(false);
  await run('identities', 'merge', TESS, ADA);
  expect(await isAlone(ADA)).toBe(true);
  expect((await explain()).next.notTo).toHaveLength(1);
  // Whoever is split from someone that was marked as one person stays marked; the mark of before knows who it was.
  await run('identities', 'undo', '1');
  expect([await isAlone(TESS), await isAlone(ADA)]).toEqual([true, false]);
  await run('identities', 'merge', TESS, RUI);
  await run('identities', 'leave-alone', RUI);
  await run('identities', 'split', RUI);
  expect([await isAlone(TESS), await isAlone(RUI), await isAlone(ADA)]).toEqual([true, true, false]);
});

test('other pages cannot do so, and no other step is taken with a person', async () => {
  const page = `/people/${await personId(ADA)}`;
  const body = new URLSearchParams({ kind: 'do_not_contact' });
  expect((await pages.request(`${page}/steps`, { method: 'POST', body })).status).toBe(403);
  expect((await pages.press(page, `${page}/steps`, { kind: 'won' })).status).toBe(400);
  expect((await pages.press(page, '/people/nobody/steps', { kind: 'do_not_contact' })).status).toBe(404);
});
