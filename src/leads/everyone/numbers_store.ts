/**
 * SQL that reads the acts of everybody at once. Subjects, people, kinds of acts and topics get numbers, so that ten
 * million acts are joined, sorted and sent as a few numbers each, by several processes of the server.
 */
import { type Client, randomId } from '../../base/index.ts';
import { ACCESS_POINTS, ACTS, type AccessPoint, type Act } from '../../intake/index.ts';
import { DOMAIN_CONFIDENCE, DOMAIN_LESSON, type Scope } from '../acts_store.ts';
import { DAY_MS } from '../dates.ts';
import { EMPLOYED_CONFIDENCE, employedSql } from '../employment_store.ts';

/** Columns of an act: numbers of the subject, of the kind of act and of the person, the day, confidence, quantity. */
export const ACT_TYPES = ['int4', 'int4', 'int4', 'int4', 'float4', 'float8'] as const;

/** What the number of a kind of act stands for. */
export interface Kind {
  readonly accessPoint: AccessPoint;
  readonly act: Act;
  readonly topic: string | null;
  /** Anonymous traffic of a network. */
  readonly network: boolean;
  readonly madeUp: boolean;
}

/** Everybody with a number, until `forget`. */
export interface Numbers {
  /** The query of all acts, ordered by subject, kind, person, day and confidence. */
  readonly acts: string;
  kindOf(number: number): Kind;
  /** Ids of subjects by number. Numbers of organizations are below zero, those of people above; nobody is 0. */
  idsOf(numbers: readonly number[]): Promise<ReadonlyMap<number, string>>;
  /** Numbers of some subjects by id. */
  numbersOf(ids: Iterable<string>): Promise<ReadonlyMap<string, number>>;
  forget(): Promise<void>;
}

/** Whether a subject of this number is an organization. */
export function isOrganization(number: number): boolean {
  return number < 0;
}

const MADE_UP = 1;
const NETWORK = 2;
const FLAGS = 4;
/** More topics than a weights table holds. */
const TOPICS = 4_096;

/**
 * Gives numbers to everybody who can be meant by `scope`. The tables belong to the transaction of `client`; they are
 * no temporary ones, because the server reads those in one process only.
 */
export async function openNumbers(client: Client, scope: Scope): Promise<Numbers> {
  const { weights } = scope;
  const kinds = Object.keys(weights.fit.kinds);
  const run = randomId().replaceAll('-', '').slice(0, 16);
  const made: string[] = [];
  const make = async (name: string, sql: string, values: readonly unknown[] = []): Promise<string> => {
    const table = `lead_run_${run}_${name}`;
    await client.query(`create unlogged table ${table} as ${sql}`, values);
    made.push(table);
    return table;
  };
  const person = await make(
    'person',
    'select row_number() over (order by person_id)::int as n, person_id as id from person',
  );
  const organization = await make(
    'organization',
    `select -row_number() over (order by organization_id)::int as n, organization_id as id
       from organization where kind = any($1)`,
    [kinds],
  );
  for (const table of [person, organization]) await client.query(`create unique index on ${table} (n)`);
  const topics = [...new Set(scope.topics.topics)];
  const tables: Tables = {
    who: await make(
      'who',
      `select i.identity_id, p.n, i.confidence from identity i join ${person} p on p.id = i.person_id`,
    ),
    whom: await make(
      'whom',
      `select i.identity_id, o.n, ${DOMAIN_CONFIDENCE} as confidence
         from identity i join ${organization} o on o.id = i.organization_id ${DOMAIN_LESSON}`,
    ),
    wrong: await make(
      'wrong',
      `select w.identity_id, o.n from organization_verdict w join ${organization} o on o.id = w.organization_id
        where w.verdict = 'wrong'`,
    ),
    employed: await make(
      'employed',
      `with ${employedSql('').replaceAll('$2', '$1')}
       select p.n as person, o.n, e.from_at, e.until_at, ${EMPLOYED_CONFIDENCE} as confidence
         from employed e join ${person} p on p.id = e.person_id join ${organization} o on o.id = e.organization_id`,
      [kinds],
    ),
    topic: await make('topic', 'select * from unnest($1::uuid[], $2::int[]) as t (asset_id, n)', [
      scope.topics.assetIds,
      scope.topics.topics.map((topic) => topics.indexOf(topic) + 1),
    ]),
    code: await make(
      'code',
      'select * from unnest($1::text[], $2::text[], $3::int[], $4::boolean[]) as c (access_point, act, n, topical)',
      codeColumns(weights.topic_acts),
    ),
  };
  await client.query(`analyze ${made.join(', ')}`);
  const { rows } = await client.query<{ some: boolean }>(
    `select exists (select from ${tables.wrong}) as some`,
  );
  await plan(client);
  return {
    acts: allActs(tables, (scope.today + 1) * DAY_MS, rows[0]?.some === true),
    kindOf: (number) => kindOf(number, topics),
    idsOf: async (numbers) => {
      const found = await client.query<{ n: number; id: string }>(
        `select n, id from ${person} where n = any($1::int[]) union all select n, id from ${organization} where n = any($1::int[])`,
        [numbers],
      );
      return new Map(found.rows.map(({ n, id }) => [n, id]));
    },
    numbersOf: async (ids) => {
      const found = await client.query<{ n: number; id: string }>(
        `select n, id from ${person} where id = any($1::uuid[]) union all select n, id from ${organization} where id = any($1::uuid[])`,
        [[...ids]],
      );
      return new Map(found.rows.map(({ n, id }) => [id, n]));
    },
    forget: async () => {
      await client.query(`drop table ${made.join(', ')}`);
    },
  };
}

interface Tables {
  readonly who: string;
  readonly whom: string;
  readonly wrong: string;
  readonly employed: string;
  readonly topic: string;
  readonly code: string;
}

/** All pairs of an access point and an act; `spend` is nobody's. */
function codeColumns(topicActs: readonly Act[]): readonly unknown[] {
  const pairs = ACCESS_POINTS.flatMap((accessPoint, place) =>
    ACTS.map((act, index) => ({ accessPoint, act, n: place * ACTS.length + index })),
  ).filter(({ act }) => act !== 'spend');
  return [
    pairs.map(({ accessPoint }) => accessPoint),
    pairs.map(({ act }) => act),
    pairs.map(({ n }) => n),
    pairs.map(({ act }) => topicActs.includes(act)),
  ];
}

function kindOf(number: number, topics: readonly string[]): Kind {
  const flags = number % FLAGS;
  const topic = Math.floor(number / FLAGS) % TOPICS;
  const code = Math.floor(number / (FLAGS * TOPICS));
  const accessPoint = ACCESS_POINTS[Math.floor(code / ACTS.length)];
  const act = ACTS[code % ACTS.length];
  if (accessPoint === undefined || act === undefined) throw new RangeError(`no kind of act: ${number}`);
  return {
    ...{ accessPoint, act, topic: topic === 0 ? null : (topics[topic - 1] ?? null) },
    ...{ network: (flags & NETWORK) !== 0, madeUp: (flags & MADE_UP) !== 0 },
  };
}

/** For a query that reads all rows once: hash joins, several processes, and a sort at the end. */
async function plan(client: Client): Promise<void> {
  // Hash tables that processes share need shared memory, of which containers have little.
  await client.query(`select set_config('work_mem', '64MB', true), set_config('hash_mem_multiplier', '4', true),
                             set_config('enable_mergejoin', 'off', true), set_config('enable_parallel_hash', 'off', true),
                             set_config('parallel_tuple_cost', '0.01', true), set_config('jit', 'off', true)`);
}

/** The same subject as `actsSql` of acts_store.ts gives each act. @param until milliseconds, exclusive */
function allActs(tables: Tables, until: number, wrong: boolean): string {
  const { who, whom, employed, topic, code } = tables;
  const end = `to_timestamp(${Math.floor(until / 1_000)})`;
  const organization = wrong ? 'case when w.identity_id is null then o.n end' : 'o.n';
  const kind = (extra: string): string =>
    `(c.n * ${TOPICS} + case when c.topical then coalesce(t.n, 0) else 0 end) * ${FLAGS} + ${extra}
       + case when source_id in (select source_id from source where made_up) then ${MADE_UP} else 0 end`;
  return `
    select coalesce(${organization}, f.n, p.n) as subject, ${kind('0')} as kind, coalesce(p.n, 0) as person,
           (s.at at time zone 'UTC')::date - date '1970-01-01' as day,
           case when ${organization} is not null then o.confidence when f.n is not null then f.confidence else p.confidence end as confidence,
           s.quantity::float8 as quantity
      from signal s
      join ${code} c on c.access_point = s.access_point and c.act = s.act
      left join ${whom} o on o.identity_id = s.organization_identity_id
      ${wrong ? `left join ${tables.wrong} w on w.identity_id = s.identity_id and w.n = o.n` : ''}
      left join ${who} p on p.identity_id = s.identity_id
      left join ${employed} f on f.person = case when ${organization} is null then p.n end and s.at >= f.from_at and s.at < f.until_at
      left join ${topic} t on t.asset_id = s.asset_id
     where s.at < ${end} and (${organization} is not null or p.n is not null)
    union all
    select o.n, ${kind(String(NETWORK))}, 0, r.day - date '1970-01-01', o.confidence, r.quantity::float8
      from signal_rollup r
      join ${code} c on c.access_point = r.access_point and c.act = r.act
      join ${whom} o on o.identity_id = r.organization_identity_id
      left join ${topic} t on t.asset_id = r.asset_id
     where r.day < (${end} at time zone 'UTC')::date
     order by 1, 2, 3, 4, 5`;
}
