/** SQL of the steps of leads and of what follows from them. */
import type { Client, Queryable } from '../../base/index.ts';
import { dayOf, isoDay } from '../dates.ts';
import type { Stage } from '../stage.ts';
import { activeSteps } from './fold.ts';
import type { TaughtRow } from './lessons.ts';
import type { LeadStatus, Step } from './types.ts';

type StepRow = Omit<Step, 'active'>;

const COLUMNS = `step_id::int as id, subject_id as "subjectId", kind, author, text, reason,
  (extract(epoch from until_at) * 1000)::float8 as until, amount::text as amount, currency, undoes::int as undoes,
  (extract(epoch from at) * 1000)::float8 as at`;

/**
 * The subjects that are one with this one by now: merged organizations and people keep their steps.
 * Parameter $1: the id.
 */
const SAME = `select $1::uuid as id
  union select o.organization_id from organization o where o.main_id = $1
  union select i.claimed_person_id from identity i where i.person_id = $1 and i.claimed_person_id is not null`;

/** All steps of a subject, oldest first. */
export async function readSteps(db: Queryable, subjectId: string): Promise<readonly StepRow[]> {
  const { rows } = await db.query<StepRow>(
    `select ${COLUMNS} from lead_step where subject_id in (${SAME}) order by step_id`,
    [subjectId],
  );
  return rows;
}

/** A step that tells of a deal, or takes such a step back. */
export type DealStep = Pick<Step, 'id' | 'subjectId' | 'kind' | 'undoes' | 'at'>;

/** These steps of some subjects (of all when left out), with the subject that each is by now. */
export async function readDealSteps(db: Queryable, ids?: readonly string[]): Promise<readonly DealStep[]> {
  const { rows } = await db.query<DealStep>(
    `select s.step_id::int as id, coalesce(o.main_id, o.organization_id, p.person_id, s.subject_id) as "subjectId", s.kind,
            s.undoes::int as undoes, (extract(epoch from s.at) * 1000)::float8 as at
       from lead_step s
       left join organization o on o.organization_id = s.subject_id
       left join lateral (select distinct person_id from identity where claimed_person_id = s.subject_id) p on true
      where s.kind in ('won', 'lost', 'reopen', 'undo')
        and ($1::uuid[] is null or s.subject_id in (
              select unnest($1::uuid[]) union select organization_id from organization where main_id = any($1)
              union select claimed_person_id from identity where person_id = any($1)))
      order by 1`,
    [ids ?? null],
  );
  return rows;
}

/** When the latest won or lost lead was told of, in milliseconds; null when none was. Undone steps count not. */
export async function lastDealStep(db: Queryable): Promise<number | null> {
  const steps = activeSteps(await readDealSteps(db));
  const times = steps.flatMap(({ kind, at }) => (kind === 'won' || kind === 'lost' ? [at] : []));
  return times.length === 0 ? null : Math.max(...times);
}

/** One step, or null. */
export async function readStep(db: Queryable, id: number): Promise<StepRow | null> {
  const { rows } = await db.query<StepRow>(`select ${COLUMNS} from lead_step where step_id = $1`, [id]);
  return rows[0] ?? null;
}

/** Adds a step and answers with its number. Steps are numbered without gaps, so writers wait for each other. */
export async function addStep(client: Client, step: Omit<StepRow, 'id'>): Promise<number> {
  await client.query('lock table lead_step in share row exclusive mode');
  const { rows } = await client.query<{ id: number }>(
    `insert into lead_step (step_id, subject_id, kind, author, text, reason, until_at, amount, currency, undoes, at)
     select coalesce(max(step_id), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 from lead_step
     returning step_id::int as id`,
    [
      ...[step.subjectId, step.kind, step.author, step.text, step.reason],
      ...[step.until === null ? null : new Date(step.until), step.amount, step.currency, step.undoes],
      new Date(step.at),
    ],
  );
  return rows[0]?.id ?? 0;
}

/** Keeps what follows from the steps of a subject. */
export async function writeStatus(client: Client, subjectId: string, status: LeadStatus): Promise<void> {
  await client.query(
    `insert into lead_status (subject_id, status, owner, reason, until_at, since, segment)
     values ($1, $2, $3, $4, $5, $6, coalesce((select segment from lead where lead_id = $1), 'unknown'))
     on conflict (subject_id) do update set status = excluded.status, owner = excluded.owner,
       reason = excluded.reason, until_at = excluded.until_at, since = excluded.since,
       segment = case when lead_status.status = excluded.status then lead_status.segment else excluded.segment end`,
    [
      ...[subjectId, status.status, status.owner, status.reason],
      ...[status.until === null ? null : new Date(status.until), new Date(status.since)],
    ],
  );
}

/** Wins and disqualifications before an instant, by kind and segment of the subject and by reason. */
export async function readTaught(db: Queryable, before: number): Promise<readonly TaughtRow[]> {
  const { rows } = await db.query<TaughtRow>(
    `select coalesce(o.kind, 'person') as kind, s.segment, s.status, s.reason, count(*)::int as count
       from lead_status s
       left join organization o on o.organization_id = s.subject_id
      where s.status in ('won', 'disqualified') and s.since < $1 group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    [new Date(before)],
  );
  return rows;
}

/**
 * Keeps how the leads stand today, where that differs: another stage, or a score that moved by a tenth and a point.
 * @param ids only these leads; all when left out
 */
export async function keepHistory(client: Client, now: number, ids?: readonly string[]): Promise<void> {
  await client.query(
    `insert into lead_history (subject_id, day, stage, stage_reason, score)
     select l.lead_id, $1::date, l.stage, l.stage_reason, l.score
       from lead l left join lateral (
              select h.stage, h.score from lead_history h where h.subject_id = l.lead_id and h.day < $1::date
               order by h.day desc limit 1) before on true
      where ($2::uuid[] is null or l.lead_id = any($2))
        and (before.stage is null or before.stage <> l.stage or abs(l.score - before.score) >= greatest(1, 0.1 * before.score))
     on conflict (subject_id, day) do update set stage = excluded.stage, stage_reason = excluded.stage_reason, score = excluded.score
       where (lead_history.stage, lead_history.score) is distinct from (excluded.stage, excluded.score)`,
    [isoDay(dayOf(now)), ids ?? null],
  );
}

/** Subjects with steps that are one with another subject by now, and which one. */
export async function movedSubjects(db: Queryable): Promise<readonly string[]> {
  const { rows } = await db.query<{ now: string }>(
    `select distinct now from (
       select s.subject_id as was, coalesce(o.main_id, i.person_id) as now
         from (select distinct subject_id from lead_step) s
         left join organization o on o.organization_id = s.subject_id
         left join lateral (select person_id from identity where claimed_person_id = s.subject_id limit 1) i on true) moved
      where now is not null and now <> was`,
  );
  return rows.map(({ now }) => now);
}

/** One day of a lead's history. */
export interface HistoryRow {
  /** ISO day. */
  readonly day: string;
  readonly stage: Stage;
  readonly reason: string;
  readonly score: number;
}

/** How a lead's stage and score went, oldest first. */
export async function readHistory(db: Queryable, subjectId: string): Promise<readonly HistoryRow[]> {
  const { rows } = await db.query<HistoryRow>(
    `select day::text as day, stage, stage_reason as reason, score from lead_history where subject_id = $1 order by lead_history.day`,
    [subjectId],
  );
  return rows;
}
