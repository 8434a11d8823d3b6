/** SQL that gives numbers to everybody, and to the kinds of what they do. */
import type { Client } from '../../base/index.ts';
import { DOMAIN_CONFIDENCE, DOMAIN_LESSON, type Scope } from '../acts_store.ts';
import { DAY_MS } from '../dates.ts';
import { EMPLOYED_CONFIDENCE, employedSql } from '../employment_store.ts';
import { CODES, kindNumber, MADE_UP } from './kinds.ts';
import { eachRow, type KindTables, NIL, type Reading, wholeNumber } from './reading_store.ts';
import { openUuidNumbers } from './uuid_numbers.ts';
import { openWhose, type Whose } from './whose.ts';

/** Everybody with a number: organizations below zero, people above; nobody is 0. */
export interface Numbers {
  /** How many organizations and people have one. */
  readonly organizations: number;
  readonly people: number;
  /** Names of topics: the first has the number 1. */
  readonly topics: readonly string[];
  /** The id of a subject. */
  idOf(subject: number): string;
  /** Numbers of those of these subjects that have one. */
  numbersOf(ids: Iterable<string>): number[];
  /** How acts are read. */
  readonly reading: Reading;
}

/** Whether a subject of this number is an organization. */
export function isOrganization(number: number): boolean {
  return number < 0;
}

/** Does some work on another connection that sees the same. */
export type Beside = <T>(work: (client: Client) => Promise<T>) => Promise<T>;

/**
 * Gives numbers to everybody who can be meant by `scope`. They are good within the transaction of `client`.
 * @param beside reads what people were employed by while handles are read; null where nobody else sees the same
 */
export async function openNumbers(client: Client, scope: Scope, beside: Beside | null): Promise<Numbers> {
  const whose = openWhose(await expectedNumbers(client));
  await withKinds(client, scope, async () => {
    await readSubjects(client, whose);
    if (beside === null) {
      await readHandles(client, whose);
      await readEmployments(client, whose);
      return;
    }
    const employments = beside((other) => withKinds(other, scope, () => readEmployments(other, whose)));
    await Promise.all([employments, readHandles(client, whose)]);
  });
  await readWrong(client, whose);
  const topics = [...new Set(scope.topics.topics)];
  const reading: Reading = {
    whose: whose.tables(),
    kinds: await kindTables(client, scope, topics),
    end: `to_timestamp(${Math.floor(((scope.today + 1) * DAY_MS) / 1_000)})`,
  };
  const { people, organizations } = whose;
  return {
    ...{ organizations: organizations.size(), people: people.size() },
    topics,
    idOf: (subject) => (isOrganization(subject) ? organizations.idOf(-subject) : people.idOf(subject)),
    numbersOf: (ids) =>
      [...ids].flatMap((id) => {
        const [firm, person] = [organizations.findText(id), people.findText(id)];
        return firm !== 0 ? [-firm] : person !== 0 ? [person] : [];
      }),
    reading,
  };
}

/** Lets `work` use the kinds that can be leads as a table, since COPY takes no parameters. */
async function withKinds(client: Client, { weights }: Scope, work: () => Promise<void>): Promise<void> {
  await client.query('create temp table lead_kind on commit drop as select unnest($1::text[]) as kind', [
    Object.keys(weights.fit.kinds),
  ]);
  await work();
  await client.query('drop table lead_kind');
}

/** About how many of each there are; nothing where the server does not know yet. */
async function expectedNumbers(client: Client): Promise<Parameters<typeof openWhose>[0]> {
  const { rows } = await client.query<{ handles: number; people: number; organizations: number }>(
    `select (select reltuples from pg_class where oid = 'identity'::regclass) as handles,
            (select reltuples from pg_class where oid = 'person'::regclass) as people,
            (select reltuples from pg_class where oid = 'organization'::regclass) as organizations`,
  );
  return rows[0] ?? {};
}

/** Numbers in the order of ids, so that they do not depend on where rows stand. */
async function readSubjects(client: Client, { people, organizations }: Whose): Promise<void> {
  await eachRow(client, `select person_id from person order by 1`, ['uuid'], ([id = 0]) => (bytes, start) => {
    people.add(bytes, start + id);
  });
  await eachRow(
    client,
    `select organization_id from organization where kind in (select kind from lead_kind) order by 1`,
    ['uuid'],
    ([id = 0]) =>
      (bytes, start) => {
        organizations.add(bytes, start + id);
      },
  );
}

async function readHandles(
  client: Client,
  { handles, people, organizations, setHandle }: Whose,
): Promise<void> {
  const number = (column: string): string => `coalesce(${column}, ${NIL})`;
  await eachRow(
    client,
    `select i.identity_id, ${number('i.person_id')}, ${number('i.organization_id')}, i.confidence, ${DOMAIN_CONFIDENCE}
       from identity i ${DOMAIN_LESSON} where i.person_id is not null or i.organization_id is not null`,
    ['uuid', 'uuid', 'uuid', 'float4', 'float4'],
    ([handle = 0, person = 0, organization = 0, confidence = 0, ofDomain = 0]) =>
      (bytes, start) =>
        setHandle(handles.add(bytes, start + handle), {
          person: people.find(bytes, start + person),
          organization: organizations.find(bytes, start + organization),
          personConfidence: bytes.getFloat32(start + confidence),
          organizationConfidence: bytes.getFloat32(start + ofDomain),
        }),
  );
}

async function readEmployments(
  client: Client,
  { people, organizations, addEmployment }: Whose,
): Promise<void> {
  await eachRow(
    client,
    `with ${employedSql('').replaceAll('$2', 'array(select kind from lead_kind)')}
     select person_id, organization_id, from_at, until_at, ${EMPLOYED_CONFIDENCE} from employed`,
    ['uuid', 'uuid', 'timestamptz', 'timestamptz', 'float4'],
    ([person = 0, organization = 0, from = 0, until = 0, confidence = 0]) =>
      (bytes, start) =>
        addEmployment({
          person: people.find(bytes, start + person),
          organization: organizations.find(bytes, start + organization),
          from: wholeNumber(bytes, start + from),
          until: wholeNumber(bytes, start + until),
          confidence: bytes.getFloat32(start + confidence),
        }),
  );
}

async function readWrong(client: Client, { handles, organizations, addWrong }: Whose): Promise<void> {
  const { rows } = await client.query<{ handle: string; organization: string }>(
    `select identity_id as handle, organization_id as organization from organization_verdict where verdict = 'wrong'`,
  );
  for (const { handle, organization } of rows)
    addWrong(handles.findText(handle), organizations.findText(organization));
}

async function kindTables(
  client: Client,
  { topics: { assetIds, topics }, weights }: Scope,
  names: readonly string[],
): Promise<KindTables> {
  const { sql, marks } = await numberOfActs(client);
  const { rows } = await client.query<{ code: number; hash: number }>(
    `select code, ${HASH} as hash from unnest($1::int[], $2::text[], $3::text[]) as c (code, access_point, act)`,
    [CODES.map(({ code }) => code), CODES.map(({ accessPoint }) => accessPoint), CODES.map(({ act }) => act)],
  );
  const byNumber = new Map(
    rows.flatMap(({ code, hash }) =>
      [...marks].map(([mark, flags]) => [hash ^ mark, kindNumber(code, 0, flags)] as const),
    ),
  );
  if (byNumber.size < CODES.length * marks.size)
    throw new RangeError('two kinds of acts have the same number');
  const topical = new Uint8Array(1 + Math.max(...CODES.map(({ code }) => code)));
  for (const { act, code } of CODES) if (weights.topic_acts.includes(act)) topical[code] = 1;
  const assets = openUuidNumbers(assetIds.length);
  const topicOf = [0];
  for (const [index, id] of assetIds.entries())
    topicOf[assets.addText(id)] = names.indexOf(topics[index] ?? '') + 1;
  return { sql, byNumber, topical, assets: assets.table(), topicOf };
}

/** An access point and an act as one number, since COPY's rows are to be of one length. */
const HASH = 'hashtext(access_point) # (hashtext(act) << 1)';

/** Turns the highest bit of a number of four bytes over. */
const OVER = -(2 ** 31);

/**
 * How acts are numbered, and the flags by what is turned over in a number. Mostly all are made up or none, and then
 * the server need not look at each; nor is it asked for a column of its own, which would cost it more.
 */
async function numberOfActs(
  client: Client,
): Promise<{ readonly sql: string; readonly marks: ReadonlyMap<number, number> }> {
  const { rows } = await client.query<{ id: string; madeUp: boolean }>(
    'select source_id as id, made_up as "madeUp" from source',
  );
  const madeUp = rows.filter((row) => row.madeUp);
  if (madeUp.length === 0 || madeUp.length === rows.length)
    return { sql: HASH, marks: new Map([[0, madeUp.length === 0 ? 0 : MADE_UP]]) };
  const ids = madeUp.map(({ id }) => id).join();
  return {
    sql: `${HASH} # case when source_id = any('{${ids}}'::uuid[]) then ${OVER} else 0 end`,
    marks: new Map([
      [0, 0],
      [OVER, MADE_UP],
    ]),
  };
}
