/**
 * SQL that reads the acts of everybody at once. Rows come as they stand in the tables, by COPY, and find their subject
 * here: the server would take several times as long to join and sort ten million of them.
 */
import type { Client, FixedType } from '../../base/index.ts';
import { DOMAIN_CONFIDENCE, DOMAIN_LESSON, type Scope } from '../acts_store.ts';
import { DAY_MS } from '../dates.ts';
import { EMPLOYED_CONFIDENCE, employedSql } from '../employment_store.ts';
import type { TakeAct } from './columns.ts';
import { CODES, kindNumber, MADE_UP, NETWORK } from './kinds.ts';
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
  /** Reads all acts, in no order. */
  readActs(take: TakeAct): Promise<void>;
}

/** Whether a subject of this number is an organization. */
export function isOrganization(number: number): boolean {
  return number < 0;
}

/** Gives numbers to everybody who can be meant by `scope`. They are good within the transaction of `client`. */
export async function openNumbers(client: Client, scope: Scope): Promise<Numbers> {
  // COPY takes no parameters.
  await client.query('create temp table lead_kind on commit drop as select unnest($1::text[]) as kind', [
    Object.keys(scope.weights.fit.kinds),
  ]);
  const whose = openWhose();
  await readHandles(client, whose);
  await readEmployments(client, whose);
  await readWrong(client, whose);
  await client.query('drop table lead_kind');
  const topics = [...new Set(scope.topics.topics)];
  const kindOfAct = await openKindFinder(client, scope, topics);
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
    readActs: async (take) => {
      const end = `to_timestamp(${Math.floor(((scope.today + 1) * DAY_MS) / 1_000)})`;
      await readSignals(client, end, { whose, kindOfAct, take });
      await readRollups(client, end, { whose, kindOfAct, take });
    },
  };
}

const NIL = `'00000000-0000-0000-0000-000000000000'::uuid`;

/** Reads one row that begins at `start`. */
type ReadRow = (bytes: DataView, start: number) => void;

/** Reads the rows of a query. @param reader given where each column stands within a row */
async function eachRow(
  client: Client,
  sql: string,
  types: readonly FixedType[],
  reader: (columns: readonly number[]) => ReadRow,
): Promise<void> {
  const { width, offsets, blocks } = client.copyOut(sql, types);
  const read = reader(offsets);
  for await (const block of blocks) {
    const bytes = new DataView(block.buffer, block.byteOffset, block.byteLength);
    for (let start = 0; start < block.length; start += width) read(bytes, start);
  }
}

/** Numbers in the order of ids, so that they do not depend on where rows stand. */
async function readHandles(
  client: Client,
  { handles, people, organizations, setHandle }: Whose,
): Promise<void> {
  const number = (column: string): string => `coalesce(${column}, ${NIL})`;
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
          from: microseconds(bytes, start + from),
          until: microseconds(bytes, start + until),
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

/** The number of a kind of act; -1 when it is of no interest. */
type FindKind = (hash: number, asset: DataView, at: number, flags: number) => number;

/** An access point and an act as one number, since COPY's rows are to be of one length. */
const HASH = 'hashtext(access_point) # (hashtext(act) << 1)';

async function openKindFinder(
  client: Client,
  { topics: { assetIds, topics }, weights }: Scope,
  names: readonly string[],
): Promise<FindKind> {
  const { rows } = await client.query<{ code: number; hash: number }>(
    `select code, ${HASH} as hash from unnest($1::int[], $2::text[], $3::text[]) as c (code, access_point, act)`,
    [CODES.map(({ code }) => code), CODES.map(({ accessPoint }) => accessPoint), CODES.map(({ act }) => act)],
  );
  const codes = new Map(rows.map(({ code, hash }) => [hash, code]));
  if (codes.size < CODES.length) throw new RangeError('two kinds of acts have the same hash');
  const topical = new Set(
    CODES.filter(({ act }) => weights.topic_acts.includes(act)).map(({ code }) => code),
  );
  const assets = openUuidNumbers(assetIds.length);
  const topicOf = [0];
  for (const [index, id] of assetIds.entries())
    topicOf[assets.addText(id)] = names.indexOf(topics[index] ?? '') + 1;
  return (hash, asset, at, flags) => {
    const code = codes.get(hash);
    if (code === undefined) return -1;
    const topic = topical.has(code) ? (topicOf[assets.find(asset, at)] ?? 0) : 0;
    return kindNumber(code, topic, flags);
  };
}

interface Reading {
  readonly whose: Whose;
  readonly kindOfAct: FindKind;
  readonly take: TakeAct;
}

const FLAGS = `case when source_id in (select source_id from source where made_up) then ${MADE_UP} else 0 end`;

/** @param end an expression, exclusive */
async function readSignals(client: Client, end: string, { whose, kindOfAct, take }: Reading): Promise<void> {
  const { handles } = whose;
  await eachRow(
    client,
    `select coalesce(identity_id, ${NIL}), coalesce(organization_identity_id, ${NIL}), coalesce(asset_id, ${NIL}),
            at, ${HASH}, ${FLAGS}, quantity::float8
       from signal where at < ${end} and (identity_id is not null or organization_identity_id is not null)`,
    ['uuid', 'uuid', 'uuid', 'timestamptz', 'int4', 'int4', 'float8'],
    ([handle = 0, firm = 0, asset = 0, at = 0, hash = 0, flags = 0, quantity = 0]) =>
      (bytes, start) => {
        const instant = microseconds(bytes, start + at);
        const by = handles.find(bytes, start + handle);
        const { subject, person, confidence } = whose.ask(by, handles.find(bytes, start + firm), instant);
        if (subject === 0) return;
        const flagged = bytes.getInt32(start + flags);
        const kind = kindOfAct(bytes.getInt32(start + hash), bytes, start + asset, flagged);
        if (kind < 0) return;
        const day = EPOCH + Math.floor(instant / DAY_MICROSECONDS);
        take(subject, kind, person, day, confidence, bytes.getFloat64(start + quantity));
      },
  );
}

/** Traffic of networks, whose acts are nobody's in particular. @param end an expression, exclusive */
async function readRollups(client: Client, end: string, { whose, kindOfAct, take }: Reading): Promise<void> {
  const { handles } = whose;
  await eachRow(
    client,
    `select organization_identity_id, coalesce(asset_id, ${NIL}), day - date '1970-01-01', ${HASH}, ${FLAGS} + ${NETWORK},
            quantity::float8
       from signal_rollup where day < (${end} at time zone 'UTC')::date`,
    ['uuid', 'uuid', 'int4', 'int4', 'int4', 'float8'],
    ([firm = 0, asset = 0, day = 0, hash = 0, flags = 0, quantity = 0]) =>
      (bytes, start) => {
        const { subject, confidence } = whose.ask(0, handles.find(bytes, start + firm), 0);
        if (subject === 0) return;
        const flagged = bytes.getInt32(start + flags);
        const kind = kindOfAct(bytes.getInt32(start + hash), bytes, start + asset, flagged);
        if (kind < 0) return;
        const times = bytes.getFloat64(start + quantity);
        take(subject, kind, 0, bytes.getInt32(start + day), confidence, times);
      },
  );
}

/** The first day of 2000, from which PostgreSQL counts, as a day. */
const EPOCH = 10_957;
const DAY_MICROSECONDS = DAY_MS * 1_000;

/** Microseconds since the beginning of 2000. Exact: 2^53 of them are 285 years. */
function microseconds(bytes: DataView, at: number): number {
  return bytes.getInt32(at) * 2 ** 32 + bytes.getUint32(at + 4);
}
