/** Leads as JSON: real answers have the documented fields, all of them and no others. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/support/database.ts';
import { importHistory } from '../../test/support/history.ts';
import { mailBefore, risingMail } from '../../test/support/rising.ts';
import { digestJson, digestOf } from './digest.ts';
import {
  explainedJson,
  explainLead,
  findLead,
  leadsAsOf,
  leadsJson,
  listLeads,
  listPastLeads,
  loadWeights,
  refreshLeads,
  stepLead,
} from './index.ts';
import { JSON_SHAPES, type JsonField } from './json_fields.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-09-22T12:00:00Z');
const options = { weights: loadWeights(), vendorDomains: [] };
let fresh: TestDatabase;

beforeAll(async () => {
  fresh = await freshDatabase();
  const comes = mailBefore(NOW, 'new@comes.example', 0);
  const falls = mailBefore(NOW, 'ada@falls.example', 61);
  await importHistory(fresh.db, [...risingMail(NOW - DAY), comes, falls]);
  for (const days of [2, 1, 0]) await refreshLeads(fresh.db, { ...options, now: NOW - days * DAY });
  const rises = (await findLead(fresh.db, 'rises.example'))?.id ?? '';
  await stepLead(fresh.db, rises, { kind: 'assign', owner: 'rui' }, { author: 'ada', now: NOW });
}, 60_000);
afterAll(() => fresh[Symbol.asyncDispose]());

/** Every value of an answer by its documented name. */
function valuesOf(value: unknown, fields: ReadonlyMap<string, JsonField>, at = ''): [string, unknown][] {
  const own: [string, unknown][] = at === '' ? [] : [[at, value]];
  if (fields.get(at)?.type === 'numbers by name' || value === null || typeof value !== 'object') return own;
  if (Array.isArray(value)) {
    if (fields.get(at)?.type === 'texts') return own;
    // The entries themselves have no name.
    return [...own, ...value.flatMap((each) => valuesOf(each, fields, `${at}[]`).slice(1))];
  }
  const inner = Object.entries(value).flatMap(([name, each]) =>
    valuesOf(each, fields, at === '' ? name : `${at}.${name}`),
  );
  return [...own, ...inner];
}

const TESTS: Readonly<Record<JsonField['type'], (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string' && !/^\d{4}-\d{2}-\d{2}T/.test(value),
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  'yes or no': (value) => typeof value === 'boolean',
  day: (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value),
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  list: Array.isArray,
  texts: (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
  'numbers by name': (value) =>
    TESTS.object(value) && Object.values(value as object).every((each) => typeof each === 'number'),
};

function check(shape: keyof typeof JSON_SHAPES, answers: readonly unknown[]): void {
  const fields = new Map<string, JsonField>(JSON_SHAPES[shape].fields.map((each) => [each.path, each]));
  const seen = new Set<string>();
  for (const [path, value] of answers.flatMap((answer) =>
    valuesOf(JSON.parse(JSON.stringify(answer)), fields),
  )) {
    const field = fields.get(path);
    expect(field, `${path} is not documented`).toBeDefined();
    if (field === undefined) continue;
    const good = TESTS[field.type](value) || (value === null && field.nullable === true);
    expect(good, `${path} is ${JSON.stringify(value)}, not ${field.type}`).toBe(true);
    if (value !== null) seen.add(path);
  }
  const missing = [...fields.keys()].filter((path) => !seen.has(path));
  expect(missing, 'documented, but in no answer').toEqual([]);
}

test('leads list --json, of today and of a day of the past, has the documented fields', async () => {
  const { db } = fresh;
  const id = (await findLead(db, 'falls.example'))?.id ?? '';
  await stepLead(db, id, { kind: 'assign', owner: 'ada' }, { author: 'ada', now: NOW });
  // As if something had been learned.
  await db.query(`update lead set likelihood = 0.12 where domain = 'rises.example'`);
  const { rows } = await listLeads(db, { limit: 200 });
  expect(rows.filter(({ emerging }) => emerging).map(({ domain }) => domain)).toEqual(['rises.example']);
  const past = await listPastLeads(db, { ...options, asOf: NOW - DAY, limit: 200 });
  check('list', [leadsJson(rows, await leadsAsOf(db)), leadsJson(past, NOW - DAY)]);
  expect(leadsJson([], null)).toEqual({ asOf: null, rankedBy: 'default weights', leads: [] });
});

const LIKELIHOOD = {
  ...{ probability: 0.12, logit: -2, base: -3 },
  contributions: [{ feature: 'people', value: 2, logit: 1 }],
};

async function shown(name: string, asOf = NOW) {
  const listed = await findLead(fresh.db, name);
  if (listed === null) throw new Error(`there is no ${name}`);
  const explanation = await explainLead(fresh.db, listed.id, { ...options, asOf });
  return explainedJson({ listed, explanation, likelihood: LIKELIHOOD, asOf, listedAsOf: NOW });
}

test('leads show --json has the documented fields', async () => {
  await fresh.db.query(`update asset set title = 'How to set up LDAP'`);
  check('show', [await shown('rises.example'), await shown('falls.example')]);
});

test('what was detected is told with its first day and its reason, and is of the day of the list only', async () => {
  expect(await shown('rises.example')).toMatchObject({
    emerging: { since: '2026-09-21', markedOn: '2026-09-21', because: expect.stringMatching(/\d+ people/) },
    whyNow: expect.stringMatching(/^\d+ people .* in the last 28 days/i),
    sure: { level: expect.any(String), text: expect.stringMatching(/one is chance at most/) },
    since: '2026-03-05',
    involved: { people: 7, summary: expect.stringMatching(/^Several people, seven in the last year: /) },
    stage: { name: expect.any(String), since: expect.stringMatching(/^2026-09-2/) },
  });
  const before = await shown('rises.example', NOW - 10 * DAY);
  expect(before).toMatchObject({ asOf: '2026-09-12', emerging: null, lead: { emerging: null, people: 1 } });
  // Of someone at whom nothing was detected there is no reason either.
  expect(await shown('falls.example')).toMatchObject({ emerging: null, lead: { emerging: null } });
});

test('leads digest --json has the documented fields', async () => {
  const [day, week] = [await digestOf(fresh.db, 'day'), await digestOf(fresh.db, 'week')];
  // Back to the day before, whose own day before is known.
  await refreshLeads(fresh.db, { ...options, now: NOW - DAY });
  const earlier = await digestOf(fresh.db, 'day');
  await refreshLeads(fresh.db, { ...options, now: NOW });
  check('digest', [digestJson(day), digestJson(week), digestJson(earlier)]);
});

test('the list of a past day has what was detected then', async () => {
  const of = async (days: number) => {
    const past = { ...options, asOf: NOW - days * DAY, limit: 10 };
    return (await listPastLeads(fresh.db, past, { emerging: true })).map(({ domain }) => domain);
  };
  expect(await of(1)).toEqual(['rises.example']);
  expect(await of(30)).toEqual([]);
});

test('a name that several bear is answered with their domains', async () => {
  const { db } = fresh;
  await db.query(`update lead set name = 'Twin' where domain in ('usual3.example', 'usual4.example')`);
  const refused = {
    code: 'lead_ambiguous',
    message: expect.stringMatching(/usual[34]\.example.*usual[34]\.example/),
  };
  for (const text of ['twin', 'Twi']) await expect(findLead(db, text)).rejects.toMatchObject(refused);
  expect((await findLead(db, 'usual3.example'))?.name).toBe('Twin');
  // All usual firms begin alike; some are named.
  await expect(findLead(db, 'usu')).rejects.toMatchObject({ message: expect.stringMatching(/and more\.$/) });
  expect(await findLead(db, 'nobody')).toBeNull();
});

test('who was not seen by a day is called by name', async () => {
  const id = (await findLead(fresh.db, 'rises.example'))?.id ?? '';
  await expect(
    explainLead(fresh.db, id, { ...options, asOf: Date.parse('2020-01-01') }),
  ).rejects.toMatchObject({ message: 'Nothing was seen of Rises by the end of 2020-01-01.' });
});
