/** SQL of how leads went: stage, score and detected changes by day. */
import type { Client, Queryable } from '../../base/index.ts';
import { dayOf, isoDay } from '../dates.ts';
import type { Stage } from '../stage.ts';

/**
 * SQL: whether a lead stands otherwise than in `before`: another stage, a change that was detected or is no more, or a
 * score that moved by a tenth and a point. @param now the row it stands in
 */
const differs = (now: string): string =>
  `before.stage is null or before.stage <> ${now}.stage or before.emerging <> ${now}.emerging
   or abs(${now}.score - before.score) >= greatest(1, 0.1 * before.score)`;

/**
 * Keeps how the leads stand today, where that differs from before.
 * @param ids only these leads; all when left out
 */
export async function keepHistory(client: Client, now: number, ids?: readonly string[]): Promise<void> {
  await client.query(
    `insert into lead_history (subject_id, day, stage, stage_reason, score, emerging)
     select l.lead_id, $1::date, l.stage, l.stage_reason, l.score, l.emerging
       from lead l left join lateral (
              select h.stage, h.score, h.emerging from lead_history h where h.subject_id = l.lead_id and h.day < $1::date
               order by h.day desc limit 1) before on true
              left join lead_history today on today.subject_id = l.lead_id and today.day = $1::date
      where ($2::uuid[] is null or l.lead_id = any($2))
        and (today.day is not null or ${differs('l')})
     on conflict (subject_id, day) do update set stage = excluded.stage, stage_reason = excluded.stage_reason,
       score = excluded.score, emerging = excluded.emerging, reconstructed = false
       where (lead_history.stage, lead_history.score, lead_history.emerging, lead_history.reconstructed)
             is distinct from (excluded.stage, excluded.score, excluded.emerging, false)`,
    [isoDay(dayOf(now)), ids ?? null],
  );
}

/** Forgets the days that were made afterwards. */
export async function forgetReconstructed(client: Client): Promise<void> {
  await client.query('delete from lead_history where reconstructed');
}

/** How a lead stood on a day of the past. */
export interface PastPoint {
  readonly id: string;
  readonly stage: Stage;
  readonly stageReason: string;
  readonly score: number;
  readonly emerging: boolean;
}

/** Keeps how leads stood on a day before their history began, where that differs from before. @returns how many rows */
export async function writeReconstructed(
  client: Client,
  day: string,
  points: readonly PastPoint[],
): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `with written as (
       insert into lead_history (subject_id, day, stage, stage_reason, score, emerging, reconstructed)
       select p.id, $1::date, p.stage, p.reason, p.score, p.emerging, true
         from unnest($2::uuid[], $3::text[], $4::text[], $5::real[], $6::boolean[]) as p (id, stage, reason, score, emerging)
         left join lateral (
              select h.stage, h.score, h.emerging from lead_history h where h.subject_id = p.id and h.day < $1::date
               order by h.day desc limit 1) before on true
        where not exists (select from lead_history h where h.subject_id = p.id and not h.reconstructed and h.day <= $1::date)
          and (${differs('p')})
       on conflict (subject_id, day) do nothing returning 1)
     select count(*)::int as count from written`,
    [
      ...[day, points.map(({ id }) => id), points.map(({ stage }) => stage)],
      ...[points.map(({ stageReason }) => stageReason), points.map(({ score }) => score)],
      points.map(({ emerging }) => emerging),
    ],
  );
  return rows[0]?.count ?? 0;
}

/** One day of a lead's history. */
export interface HistoryRow {
  /** ISO day. */
  readonly day: string;
  readonly stage: Stage;
  readonly reason: string;
  readonly score: number;
  /** Whether a change was detected that day. */
  readonly emerging: boolean;
  /** Made afterwards, of what was done by then: leads were not computed on that day yet. */
  readonly reconstructed: boolean;
}

/** How a lead's stage and score went, oldest first. */
export async function readHistory(db: Queryable, subjectId: string): Promise<readonly HistoryRow[]> {
  const { rows } = await db.query<HistoryRow>(
    `select day::text as day, stage, stage_reason as reason, score, emerging, reconstructed from lead_history where subject_id = $1 order by lead_history.day`,
    [subjectId],
  );
  return rows;
}
