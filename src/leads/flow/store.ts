/** SQL of access points: what operators say of them, and the flow between them. */
import type { Client, Queryable } from '../../base/index.ts';
import type { AccessPoint } from '../../intake/index.ts';
import { isoDay } from '../dates.ts';
import type { FlowSums } from './flow.ts';

/** What an operator said of an access point. */
export interface AccessPointRow {
  readonly name: AccessPoint;
  readonly owner: string;
  readonly audience: string;
  readonly paid: boolean | null;
  /** A month; a decimal with a point. */
  readonly cost: string | null;
  readonly currency: string | null;
  readonly next: string;
}

const COLUMNS = `name, owner, audience, paid, cost::text as cost, currency, next_step as next`;

export async function readAccessPoints(db: Queryable): Promise<readonly AccessPointRow[]> {
  return (await db.query<AccessPointRow>(`select ${COLUMNS} from access_point order by name`)).rows;
}

export async function writeAccessPoint(db: Queryable, row: AccessPointRow, now: number): Promise<void> {
  await db.query(
    `insert into access_point (name, owner, audience, paid, cost, currency, next_step, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (name) do update set owner = excluded.owner, audience = excluded.audience, paid = excluded.paid,
       cost = excluded.cost, currency = excluded.currency, next_step = excluded.next_step, updated_at = excluded.updated_at`,
    [row.name, row.owner, row.audience, row.paid, row.cost, row.currency, row.next, new Date(now)],
  );
}

export interface FlowRow {
  readonly from: AccessPoint | '';
  readonly to: AccessPoint;
  readonly subjects: number;
}

export interface ReachRow {
  readonly name: AccessPoint;
  readonly subjects: number;
  readonly people: number;
  readonly lately: number;
  readonly before: number;
  /** ISO day. */
  readonly last: string | null;
}

export async function readFlow(
  db: Queryable,
): Promise<{ readonly flows: readonly FlowRow[]; readonly reach: readonly ReachRow[] }> {
  const flows = await db.query<FlowRow>(
    `select from_point as "from", to_point as "to", subjects from access_point_flow order by from_point, to_point`,
  );
  const reach = await db.query<ReachRow>(
    `select name, subjects, people, lately, before, last_day::text as last from access_point_reach order by name`,
  );
  return { flows: flows.rows, reach: reach.rows };
}

/** Replaces the flow; in the transaction that replaces the leads. */
export async function writeFlow(client: Client, { flows, reach }: FlowSums): Promise<void> {
  await client.query('delete from access_point_flow');
  await client.query('delete from access_point_reach');
  const ways = [...flows].map(([key, subjects]) => [...key.split(' '), subjects] as const);
  await client.copy('access_point_flow', ['from_point', 'to_point', 'subjects'], ways);
  await client.copy(
    'access_point_reach',
    ['name', 'subjects', 'people', 'lately', 'before', 'last_day'],
    [...reach].map(([name, { subjects, people, lately, before, last }]) => [
      ...[name, subjects, people, lately, before],
      last === null ? null : isoDay(last),
    ]),
  );
}
