/** Identities as they were known: what came later is not there. */
import { expect, test } from 'vitest';
import { withDatabase } from '../../../../test/support/database.ts';
import type { Database } from '../../../base/index.ts';
import type { ActorClaim, MessageDraft } from '../../contract.ts';
import { writeMessages } from '../../messages/store.ts';
import { readMatchRecords } from '../decisions/matcher_store.ts';
import { claimEvidence } from '../organizations/of_record.ts';
import { ownPerson } from '../own_person.ts';
import { resolveActor } from '../rules.ts';
import { sightingIds, writeSightings } from '../store.ts';
import { asKnownAt } from './as_known.ts';

const SOURCE = '00000000-0000-8000-8000-000000000001' as Parameters<typeof writeMessages>[1];
/** The instant at which a day of the story begins. */
const day = (number: number): number => Date.UTC(2024, 0, 1) + number * 86_400_000;
const noon = (number: number): number => day(number) + 43_200_000;

async function see(db: Database, number: number, claim: ActorClaim): Promise<void> {
  const resolution = resolveActor(claim);
  const sighting = { at: noon(number), resolution, evidence: claimEvidence(claim, resolution) };
  await db.transaction((client) => writeSightings(client, [sighting]));
}

/** A message of a day, which is its id, too. */
async function write(
  db: Database,
  number: number,
  email: string,
  answers: readonly number[] = [],
): Promise<void> {
  const author = { email };
  await see(db, number, author);
  const draft: MessageDraft = {
    ...{ nativeId: `m${number}`, space: 'mail', container: 'list', visibility: 'public', at: noon(number) },
    ...{ subject: 'Subject', author, claims: {}, format: 'rfc822', raw: new Uint8Array(), text: 'text' },
    references: answers.map((each) => `m${each}`),
  };
  const { identityId } = sightingIds(resolveActor(author));
  const message = { draft, identityId, compressed: new Uint8Array(), size: 0 };
  await db.transaction((client) => writeMessages(client, SOURCE, [message], noon(number)));
}

/** What a query says in the eyes of the beginning of a day. */
function then<T>(db: Database, number: number, sql: string): Promise<T[]> {
  return db.transaction(async (client) => {
    await asKnownAt(client, day(number));
    return (await client.query<T>(sql)).rows;
  });
}

test('threads that a later message joined are apart', async () => {
  await withDatabase(async (db) => {
    await write(db, 1, 'ann@kelp.example');
    await write(db, 2, 'bob@kelp.example', [1]);
    await write(db, 3, 'cy@kelp.example');
    await write(db, 10, 'dee@kelp.example', [2, 3]);
    const together = (number: number) =>
      db.transaction(async (client) => {
        await asKnownAt(client, day(number));
        const records = await readMatchRecords(client);
        return records.flatMap(({ email, threads = [] }) => (threads.length > 0 ? [email] : [])).sort();
      });
    expect(await together(5)).toEqual(['ann@kelp.example', 'bob@kelp.example']);
    expect(await together(11)).toHaveLength(4);
  });
});

test('a claim that joins two handles counts once both were seen; before, each is its own', async () => {
  await withDatabase(async (db) => {
    const login = { login: 'ann', platform: 'code.example' };
    await see(db, 1, login);
    await see(db, 8, { ...login, email: 'ann@kelp.example', name: 'Ann' });
    const people = 'select kind, person_id as id from identity where person_id is not null order by kind';
    expect(await then(db, 5, people)).toEqual([
      { kind: 'login', id: ownPerson({ kind: 'login', platform: 'code.example', value: 'ann' }) },
    ]);
    const id = ownPerson({ kind: 'email', platform: '', value: 'ann@kelp.example' });
    expect(await then(db, 9, people)).toEqual([
      { kind: 'email', id },
      { kind: 'login', id },
    ]);
    const names = 'select name from person join identity using (person_id) group by name';
    expect([await then(db, 5, names), await then(db, 9, names)]).toEqual([
      [{ name: 'ann' }],
      [{ name: 'Ann' }],
    ]);
  });
});

test('a company from a profile is known when it was read at the latest, and how sure a proof is when it was seen', async () => {
  await withDatabase(async (db) => {
    const login = { login: 'ann', platform: 'code.example' };
    await see(db, 1, { ...login, profileCompany: 'Kelp Systems' });
    await see(db, 2, { ...login, name: 'Ann Lee (Brine)' });
    await see(db, 20, { ...login, name: 'Ann Lee (Brine Inc.)' });
    const evidence =
      'select kind, value, round(confidence::numeric, 2)::float8 as sure from identity_affiliation order by kind';
    const brine = { kind: 'sign_off', value: 'brine' };
    expect(await then(db, 10, evidence)).toEqual([{ ...brine, sure: 0.4 }]);
    expect(await then(db, 21, evidence)).toEqual([{ ...brine, sure: 0.75 }]);
    expect(await then(db, 10, 'select 1 from affiliation')).toEqual([]);
    expect(await then(db, 368, evidence)).toHaveLength(2);
    expect(await then(db, 368, 'select 1 from affiliation')).toHaveLength(2);
  });
});

test('clocks and home pages are those that were seen by then', async () => {
  await withDatabase(async (db) => {
    await db.query('create table signal_rest partition of signal default');
    const ann = { email: 'ann@kelp.example', name: 'Ann' };
    const resolution = resolveActor(ann);
    const { identityId } = sightingIds(resolution);
    for (const [number, homepage] of [
      [1, 'https://ann.example/'],
      [20, 'https://ann-of-later.example/'],
    ] as const)
      await db.transaction((client) =>
        writeSightings(client, [{ at: noon(number), resolution, evidence: [], homepage }]),
      );
    for (const [number, offset] of [
      [1, 60],
      [1, 60],
      [2, 0],
      [20, 330],
    ] as const)
      await db.query(
        `insert into signal (id, at, source_id, native_id, access_point, act, visibility, quantity, identity_id, recorded_at, utc_offset)
         values (gen_random_uuid(), $1, $2, gen_random_uuid()::text, 'code', 'commit', 'public', 1, $3, now(), $4)`,
        [new Date(noon(number)), SOURCE, identityId, offset],
      );
    const pages = 'select page from identity_homepage order by 1';
    expect(await then(db, 5, pages)).toEqual([{ page: 'ann.example' }]);
    expect(await then(db, 25, pages)).toHaveLength(2);
    const clocks = 'select season, minutes, acts from identity_timezone order by minutes';
    expect(await then(db, 5, clocks)).toEqual([{ season: 'january', minutes: 60, acts: 2 }]);
    expect(await then(db, 25, clocks)).toEqual([
      { season: 'january', minutes: 60, acts: 2 },
      { season: 'january', minutes: 330, acts: 1 },
    ]);
    // The real counts are as they were: nobody counted these.
    expect((await db.query('select from identity_timezone')).rowCount).toBe(0);
  });
});
