/** How often the clocks of identities showed which offset from UTC. */
import type { Client } from '../../base/index.ts';
import { clockSeen, type Season } from './clocks.ts';
import { touch } from './touched_store.ts';

/** An act whose record says what its actor's clock showed. */
export interface ClockedAct {
  readonly identityId: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Minutes east of UTC; null when it is not known. */
  readonly utcOffset: number | null;
  /** How many such acts; one when left out. */
  readonly acts?: number;
}

interface Sum {
  readonly identityId: string;
  readonly season: Season;
  readonly minutes: number;
  acts: number;
}

/** Sums by key, in its order: two writers then lock in the same order and cannot deadlock. */
function sumUp(acts: Iterable<ClockedAct>): readonly Sum[] {
  const sums = new Map<string, Sum>();
  for (const { identityId, at, utcOffset, acts: count = 1 } of acts) {
    const seen = identityId === null || utcOffset === null ? null : clockSeen(utcOffset, at);
    if (identityId === null || seen === null) continue;
    const key = `${identityId} ${seen.season} ${seen.minutes}`;
    const sum = sums.get(key);
    if (sum === undefined) sums.set(key, { identityId, ...seen, acts: count });
    else sum.acts += count;
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}

const COLUMNS = 'identity_id, season, minutes, acts';
const GIVEN = 'unnest($1::uuid[], $2::text[], $3::smallint[], $4::integer[])';
const given = (sums: readonly Sum[]): unknown[] => [
  sums.map(({ identityId }) => identityId),
  sums.map(({ season }) => season),
  sums.map(({ minutes }) => minutes),
  sums.map(({ acts }) => acts),
];

/**
 * Counts acts that are stored for the first time; what is stored already must not be among them. Handles whose most
 * frequent offset is another one than before are touched.
 */
export async function addTimezones(client: Client, acts: Iterable<ClockedAct>): Promise<void> {
  const sums = sumUp(acts);
  if (sums.length === 0) return;
  await client.query(
    `with given as (select * from ${GIVEN} as g (${COLUMNS})), written as (
       insert into identity_timezone as t (${COLUMNS}) select * from given
       on conflict (identity_id, season, minutes) do update set acts = t.acts + excluded.acts
     ), known as (
       select * from identity_timezone where identity_id in (select identity_id from given)
     ), moved as (
       select identity_id from known k full join given g using (identity_id, season, minutes)
        group by identity_id, season
       having (array_agg(minutes order by k.acts desc, minutes) filter (where k.acts is not null))[1]
         is distinct from (array_agg(minutes order by coalesce(k.acts, 0) + coalesce(g.acts, 0) desc, minutes))[1]
     ) ${touch('moved')}`,
    given(sums),
  );
}

/** Takes acts that are gone off the counts. */
export async function subtractTimezones(client: Client, acts: Iterable<ClockedAct>): Promise<void> {
  const sums = sumUp(acts);
  if (sums.length === 0) return;
  await client.query(
    `with less as (select * from ${GIVEN} as g (${COLUMNS})), gone as (
       delete from identity_timezone t using less l
        where (t.identity_id, t.season, t.minutes) = (l.identity_id, l.season, l.minutes) and t.acts <= l.acts
     )
     update identity_timezone t set acts = t.acts - l.acts from less l
      where (t.identity_id, t.season, t.minutes) = (l.identity_id, l.season, l.minutes) and t.acts > l.acts`,
    given(sums),
  );
}
