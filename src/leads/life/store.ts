/** SQL of the steps of leads and of what follows from them. */
import type { Client, Queryable } from '../../base/index.ts';
import type { Stage } from '../stage.ts';
import { activeSteps } from './fold.ts';
import type { TaughtRow } from './lessons.ts';
import type { LeadStatus, Step } from './types.ts';

/** A step as it is stored; `identityIds` are the handles of a person. */
export interface StepRow extends Omit<Step, 'active'> {
  readonly identityIds: readonly string[];
}

const COLUMNS = `step_id::int as id, subject_id as "subjectId", kind, author, text, reason,
  (extract(epoch from until_at) * 1000)::float8 as until, amount::text as amount, currency, undoes::int as undoes,
  (extract(epoch from at) * 1000)::float8 as at, identity_ids as "identityIds"`;

/**
 * Steps of the subjects of the query `subjects (now)`: their own, those of organizations that are one with them by
 * now, and those that name a handle of the person.
 */
const stepsOf = (subjects: string): string => `
  select u.now, s.* from (${subjects}) u (now) join lateral (
    select * from lead_step where subject_id = u.now and identity_ids = '{}'
    union select s.* from organization o join lead_step s on s.subject_id = o.organization_id where o.main_id = u.now
    union select s.* from identity i join lead_step s on s.identity_ids @> array[i.identity_id] where i.person_id = u.now
  ) s on true`;

/** All steps of a subject, oldest first. */
export async function readSteps(db: Queryable, subjectId: string): Promise<readonly StepRow[]> {
  const { rows } = await db.query<StepRow>(
    `select ${COLUMNS} from (${stepsOf('select $1::uuid')}) s order by step_id`,
    [subjectId],
  );
  return rows;
}

/** A step with the subject that it belongs to by now. */
export interface PlacedStep extends StepRow {
  readonly now: string;
}

/** The steps of many subjects, oldest first. */
export async function readStepsOf(db: Queryable, ids: readonly string[]): Promise<readonly PlacedStep[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.query<PlacedStep>(
    `select now, ${COLUMNS} from (${stepsOf('select unnest($1::uuid[])')}) s order by step_id`,
    [ids],
  );
  return rows;
}

/** A step that tells of a deal, or takes such a step back. */
export type DealStep = Pick<Step, 'id' | 'subjectId' | 'kind' | 'undoes' | 'at'>;

const OF_DEALS: ReadonlySet<Step['kind']> = new Set(['won', 'lost', 'reopen', 'undo']);

/** These steps of some subjects (of all when left out), with the subject that each is by now. */
export async function readDealSteps(db: Queryable, ids?: readonly string[]): Promise<readonly DealStep[]> {
  const steps = await readStepsOf(db, ids ?? (await subjectsWithLife(db)));
  return steps
    .filter(({ kind }) => OF_DEALS.has(kind))
    .map(({ id, now: subjectId, kind, undoes, at }) => ({ id, subjectId, kind, undoes, at }));
}

/** When the latest won or lost lead was told of, in milliseconds; null when none was. Undone steps count not. */
export async function lastDealStep(db: Queryable): Promise<number | null> {
  const steps = activeSteps(await readDealSteps(db));
  const times = steps.flatMap(({ kind, at }) => (kind === 'won' || kind === 'lost' ? [at] : []));
  return times.length === 0 ? null : Math.max(...times);
}

/** Subjects with steps or a status. @param ids only of these; of all when left out */
export async function subjectsWithLife(db: Queryable, ids?: readonly string[]): Promise<readonly string[]> {
  if (ids === undefined) {
    const { rows } = await db.query<{ id: string }>(
      `select coalesce(o.main_id, s.subject_id) as id from lead_step s left join organization o on o.organization_id = s.subject_id
        where s.identity_ids = '{}'
       union select i.person_id from lead_step s, unnest(s.identity_ids) as h (id) join identity i on i.identity_id = h.id
        where i.person_id is not null
       union select subject_id from lead_status order by 1`,
    );
    return rows.map(({ id }) => id);
  }
  const { rows } = await db.query<{ id: string }>(
    `select distinct u.id from unnest($1::uuid[]) as u (id)
      where exists (select from lead_status where subject_id = u.id)
         or exists (select from (${stepsOf('select u.id')}) any_step) order by 1`,
    [ids],
  );
  return rows.map(({ id }) => id);
}

/** The subjects that a step concerns by now: the organization it belongs to, or everybody who has one of its handles. */
export async function concernedBy(db: Queryable, step: StepRow): Promise<readonly string[]> {
  const { rows } = await db.query<{ id: string }>(
    step.identityIds.length > 0
      ? `select distinct person_id as id from identity where identity_id = any($1::uuid[]) and person_id is not null
          order by 1`
      : 'select coalesce(main_id, organization_id) as id from organization where organization_id = any($1::uuid[])',
    [step.identityIds.length > 0 ? step.identityIds : [step.subjectId]],
  );
  return rows.length === 0 ? [step.subjectId] : rows.map(({ id }) => id);
}

/** Handles of a person; none for an organization. */
export async function handlesOf(db: Queryable, subjectId: string): Promise<readonly string[]> {
  const { rows } = await db.query<{ id: string }>(
    'select identity_id as id from identity where person_id = $1 order by identity_id',
    [subjectId],
  );
  return rows.map(({ id }) => id);
}

/** Those of these people who are named by a step of this kind, whether it counts or not. */
export async function peopleNamedBy(
  db: Queryable,
  kind: Step['kind'],
  personIds: readonly string[],
): Promise<readonly string[]> {
  if (personIds.length === 0) return [];
  const { rows } = await db.query<{ id: string }>(
    `select distinct i.person_id as id from lead_step s, unnest(s.identity_ids) as h (id) join identity i on i.identity_id = h.id
      where s.kind = $1 and i.person_id = any($2::uuid[])`,
    [kind, personIds],
  );
  return rows.map(({ id }) => id);
}

/** One step, or null. */
export async function readStep(db: Queryable, id: number): Promise<StepRow | null> {
  const { rows } = await db.query<StepRow>(`select ${COLUMNS} from lead_step where step_id = $1`, [id]);
  return rows[0] ?? null;
}

/**
 * Lets nobody else add steps until the transaction ends. Whoever reads steps to decide about one, or writes a status
 * that follows from them, does this first: so it decides on what is so, and nobody waits for each other in a ring.
 */
export async function holdSteps(client: Client): Promise<void> {
  await client.query('lock table lead_step in share row exclusive mode');
}

/** Adds a step and answers with its number; steps are held. */
export async function addStep(client: Client, step: Omit<StepRow, 'id'>): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    `insert into lead_step (step_id, subject_id, kind, author, text, reason, until_at, amount, currency, undoes, at, identity_ids)
     select coalesce(max(step_id), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 from lead_step
     returning step_id::int as id`,
    [
      ...[step.subjectId, step.kind, step.author, step.text, step.reason],
      ...[step.until === null ? null : new Date(step.until), step.amount, step.currency, step.undoes],
      ...[new Date(step.at), step.identityIds],
    ],
  );
  return rows[0]?.id ?? 0;
}

/**
 * Keeps what follows from the steps of a subject, with how the lead stands when another status is settled.
 * @param now when that is
 */
export async function writeStatus(
  client: Client,
  subjectId: string,
  status: LeadStatus,
  now: number,
): Promise<void> {
  const settled =
    '(lead_status.status, lead_status.since) is distinct from (excluded.status, excluded.since)';
  const kept = (column: string): string =>
    `${column} = case when ${settled} then excluded.${column} else lead_status.${column} end`;
  await client.query(
    `insert into lead_status (subject_id, status, owner, reason, until_at, since, returned, settled_at, segment, stage)
     select $1, $2, $3, $4, $5, $6, $7, $8, coalesce(max(segment), 'unknown'), coalesce(max(stage), '') from lead where lead_id = $1
     on conflict (subject_id) do update set status = excluded.status, owner = excluded.owner, reason = excluded.reason,
       until_at = excluded.until_at, since = excluded.since, returned = excluded.returned,
       ${kept('settled_at')}, ${kept('segment')}, ${kept('stage')}`,
    [
      ...[subjectId, status.status, status.owner, status.reason],
      ...[status.until === null ? null : new Date(status.until), new Date(status.since)],
      ...[status.returned, new Date(now)],
    ],
  );
}

/** The statuses that are kept of these subjects. */
export async function readStatuses(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, LeadStatus>> {
  const { rows } = await db.query<LeadStatus & { readonly id: string }>(
    `select subject_id as id, status, owner, reason, (extract(epoch from until_at) * 1000)::float8 as until,
            (extract(epoch from since) * 1000)::float8 as since, returned from lead_status where subject_id = any($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map(({ id, ...status }) => [id, status]));
}

/** A lead that was disqualified or lost, as it was then and as it stands now. */
export interface Closed {
  readonly id: string;
  readonly status: 'disqualified' | 'lost';
  /** When that was settled, milliseconds; and its day. */
  readonly settledAt: number;
  readonly settledDay: string;
  /** The stage then; empty when it was no lead. */
  readonly was: string;
  /** Stages that it had been at before, where it was dormant or no lead. */
  readonly before: readonly string[];
  readonly stage: Stage;
  readonly stageReason: string;
  /** ISO day of the latest deal or contract, where it stands at such a stage. */
  readonly dealDay: string | null;
  readonly emerging: boolean;
  readonly emergedSince: string | null;
  readonly emergedBecause: string;
}

/** Leads that were disqualified or lost. @param ids only of these; of all when left out */
export async function readClosed(db: Queryable, ids?: readonly string[]): Promise<readonly Closed[]> {
  const { rows } = await db.query<Closed>(
    `select l.lead_id as id, s.status, (extract(epoch from s.settled_at) * 1000)::float8 as "settledAt",
            s.settled_at::date::text as "settledDay", s.stage as was, l.stage, l.stage_reason as "stageReason",
            case when l.stage in ('in_talks', 'customer') then (
              select max(s2.at)::date::text from identity i join signal s2 on i.identity_id in (s2.organization_identity_id, s2.identity_id)
               where coalesce(i.organization_id, i.person_id) = s.subject_id and s2.act in ('deal_open', 'deal_won', 'contract')
                 and s2.at <= l.computed_at) end as "dealDay", l.emerging, l.emerged_since::text as "emergedSince", l.emerged_because as "emergedBecause",
            case when s.stage in ('', 'dormant') then array(
              select distinct h.stage from lead_history h where h.subject_id = s.subject_id and h.day <= s.settled_at::date)
            else '{}' end as before
       from lead_status s join lead l on l.lead_id = s.subject_id
      where s.status in ('disqualified', 'lost') and ($1::uuid[] is null or s.subject_id = any($1)) order by 1`,
    [ids ?? null],
  );
  return rows;
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
