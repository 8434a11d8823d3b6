/** Of which handles something came that the matcher, which has compared them before, does not know. */
import type { Client, Queryable } from '../../base/index.ts';
import { CROWDED_THREAD } from './matching/index.ts';

/**
 * The end of a statement that touches the handles of `rows`, a part of it with `identity_id`: those that were compared
 * before, since the others wait for it anyway. To be run under the lock of claims.
 */
export const touch = (rows: string): string =>
  `insert into identity_touched select distinct identity_id from ${rows} join identity using (identity_id)
    where looked_at is not null order by identity_id on conflict do nothing`;

/** Whether any handle is touched. */
export async function isAnyTouched(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ touched: boolean }>(
    'select exists (select from identity_touched) as touched',
  );
  return rows[0]?.touched === true;
}

/** Makes the touched handles new to the matcher. What comes from then on touches them again. */
export async function takeTouched(client: Client): Promise<void> {
  await client.query(
    `with taken as (delete from identity_touched returning identity_id)
     update identity i set looked_at = null from taken where taken.identity_id = i.identity_id`,
  );
}

/** Whether two met before is looked up for so many pairs; more at once are worth a comparison anyway. */
export const FEW_PAIRS = 50;
/** Latest messages of a handle among which an earlier meeting is looked for. */
const RECENT = 100;

/** How many wrote in the thread of `t`. */
const WRITERS = `(select count(distinct w.identity_id) from message_node v join message w on w.id = v.node_id
                   where v.thread_id = t.thread_id)`;

/**
 * Touches the authors of new messages who meet somebody in a small thread that they did not meet in one lately, and
 * those whose joining makes a crowd of it. A further answer of those who met touches nobody, so that a busy list does
 * not keep the matcher busy.
 */
export async function touchAuthors(client: Client, messages: readonly string[]): Promise<void> {
  await client.query(
    `with fresh as (
       select distinct m.identity_id, n.thread_id from message m join message_node n on n.node_id = m.id
         join identity i on i.identity_id = m.identity_id and i.looked_at is not null
        where m.id = any($1::uuid[])
     ), writer as (
       select n.thread_id, m.identity_id, bool_and(m.id = any($1::uuid[])) as joins
         from (select distinct thread_id from fresh) t join message_node n using (thread_id)
         join message m on m.id = n.node_id where m.identity_id is not null group by n.thread_id, m.identity_id
     ), counted as materialized (
       select *, count(*) over (partition by thread_id) as people from writer
     ), pair as materialized (
       select one.identity_id, other.identity_id as other, bool_or(one.people = ${CROWDED_THREAD}) as crowds
         from counted one join counted other using (thread_id)
         join identity i on i.identity_id = other.identity_id and i.looked_at is not null
        where one.joins and one.people <= ${CROWDED_THREAD} and other.identity_id <> one.identity_id
        group by one.identity_id, other.identity_id
     ), met as (
       select identity_id from pair p
        where crowds or (select count(*) from pair) > ${FEW_PAIRS} or not exists (
          select from (select n.thread_id from (select id from message m where m.identity_id = p.identity_id
                                                 order by m.at desc limit ${RECENT}) latest
                         join message_node n on n.node_id = latest.id group by n.thread_id) t
           where not exists (select from fresh f where f.thread_id = t.thread_id and f.identity_id = p.identity_id)
             and exists (select from message_node v join message w on w.id = v.node_id
                          where v.thread_id = t.thread_id and w.identity_id = p.other)
             and ${WRITERS} < ${CROWDED_THREAD})
     ) ${touch('met')}`,
    [messages],
  );
}
