/** SQL of the table of leads, and of the names it shows. */
import {
  type Client,
  type CopyValue,
  type Database,
  type Queryable,
  type WrittenRows,
  writtenRows,
} from '../base/index.ts';
import type { LeadRow } from './lead.ts';

export interface OrganizationRow {
  readonly id: string;
  readonly name: string;
  readonly domain: string | null;
  readonly kind: string;
  readonly kindReason: string;
}

/** Organizations by id. */
export async function readOrganizations(
  db: Queryable,
  ids: readonly string[],
): Promise<Map<string, OrganizationRow>> {
  const { rows } = await db.query<OrganizationRow>(
    `select organization_id as id, name, domain, kind, kind_reason as "kindReason" from organization where organization_id = any($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Names of people by id. */
export async function readPeopleNames(db: Queryable, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await db.query<{ id: string; name: string }>(
    'select person_id as id, name from person where person_id = any($1)',
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}

/**
 * The generation of leads that is shown. Until the transaction ends nobody else writes to it or shows another one;
 * readers see it as it was.
 */
export async function holdGeneration(client: Client): Promise<number> {
  const { rows } = await client.query<{ generation: number }>(
    'select generation from lead_generation for update',
  );
  return rows[0]?.generation ?? 0;
}

/**
 * Begins a generation in the transaction of `client`: waits until no other is being computed, forgets which subjects
 * were computed by themselves before, and clears away what is not shown.
 * @returns its number
 */
export async function beginGeneration(db: Database, client: Client): Promise<number> {
  await client.query(`select pg_advisory_xact_lock(hashtext('leadspring leads'))`);
  return db.transaction(async (other) => {
    const shown = await holdGeneration(other);
    await other.query('delete from lead_touched');
    await other.query('delete from lead_row where generation <> $1', [shown]);
    return shown + 1;
  });
}

/**
 * Shows a generation from the end of the transaction on. Subjects that were computed by themselves since it began are
 * taken over as they are shown now.
 * @returns these subjects, to be computed anew as of the day of the others
 */
export async function showGeneration(client: Client, generation: number): Promise<readonly string[]> {
  const shown = await holdGeneration(client);
  const { rows } = await client.query<{ id: string }>('select subject_id as id from lead_touched order by 1');
  const touched = rows.map(({ id }) => id);
  const both = [generation, shown, touched];
  // What was detected is of the new generation, the rest of a row is younger as it is shown.
  await client.query(
    `update lead_row old set emerging = new.emerging, surprise = new.surprise, emerged_since = new.emerged_since,
            false_discovery_rate = new.false_discovery_rate, emerged_because = new.emerged_because,
            emerging_on = new.emerging_on
       from lead_row new where new.generation = $1 and old.generation = $2 and old.lead_id = any($3::uuid[])
        and new.lead_id = old.lead_id`,
    both,
  );
  await client.query('delete from lead_row where generation = $1 and lead_id = any($2::uuid[])', [
    generation,
    touched,
  ]);
  await client.query(
    'update lead_row set generation = $1 where generation = $2 and lead_id = any($3::uuid[])',
    both,
  );
  await client.query('update lead_generation set generation = $1', [generation]);
  return touched;
}

/** Takes these leads away from the generation that is held, to be written anew. */
export async function clearLeads(client: Client, generation: number, ids: readonly string[]): Promise<void> {
  await client.query('insert into lead_touched select distinct unnest($1::uuid[]) on conflict do nothing', [
    ids,
  ]);
  await client.query('delete from lead_row where generation = $1 and lead_id = any($2::uuid[])', [
    generation,
    ids,
  ]);
}

const COLUMNS = [
  ...[
    'generation',
    'lead_id',
    'subject',
    'name',
    'domain',
    'kind',
    'segment',
    'stage',
    'score',
    'fit',
    'points',
  ],
  ...[
    'people',
    'access_points',
    'since',
    'last_at',
    'headline',
    'stage_reason',
    'stage_at',
    'made_up',
    'computed_at',
    'likelihood',
  ],
];

/** What is told of leads beside their rows. */
export interface ToldOfAll {
  /** As of when, in milliseconds. */
  readonly computedAt: number;
  /** Of a deal, by the model in use; null where there is none. */
  readonly probability: (lead: LeadRow) => number | null;
}

/** Adds leads to a generation. */
export async function writeLeads(
  client: Client,
  generation: number,
  leads: readonly LeadRow[],
  told: ToldOfAll,
): Promise<void> {
  if (leads.length === 0) return;
  await client.copy('lead_row', COLUMNS, leads.map(rowOf(generation, told)));
}

/** Leads of a generation as `writeAllLeads` takes them. */
export function writtenLeads(
  leads: readonly LeadRow[],
  { generation, ...told }: ToldOfAll & { readonly generation: number },
): WrittenRows {
  return writtenRows(leads.map(rowOf(generation, told)));
}

/** Adds many leads as they come, and answers with their number. */
export async function writeAllLeads(client: Client, leads: AsyncIterable<WrittenRows>): Promise<number> {
  return client.copy('lead_row', COLUMNS, leads);
}

function rowOf(
  generation: number,
  { computedAt, probability }: ToldOfAll,
): (lead: LeadRow) => readonly CopyValue[] {
  const at = new Date(computedAt);
  return (lead) => [
    ...[generation, lead.id, lead.subject, lead.name, lead.domain, lead.kind, lead.segment, lead.stage],
    ...[lead.score, lead.fit, lead.points, lead.people, lead.accessPoints],
    ...[new Date(lead.since), new Date(lead.lastAt), lead.headline, lead.stageReason],
    ...[new Date(lead.stageAt), lead.madeUp, at, probability(lead)],
  ];
}

/** Ids of all leads, in order. */
export async function readLeadIds(db: Queryable): Promise<readonly string[]> {
  const { rows } = await db.query<{ id: string }>('select lead_id as id from lead order by lead_id');
  return rows.map(({ id }) => id);
}

export const LEAD_COLUMNS = `lead_id as id, subject, name, domain, kind, segment, stage, score, fit, points, people,
  access_points as "accessPoints", (extract(epoch from since) * 1000)::float8 as since,
  (extract(epoch from last_at) * 1000)::float8 as "lastAt", headline, stage_reason as "stageReason",
  (extract(epoch from stage_at) * 1000)::float8 as "stageAt", made_up as "madeUp", emerging, surprise,
  false_discovery_rate as "falseDiscoveryRate", (extract(epoch from emerged_since) * 1000)::float8 as "emergedSince",
  emerged_because as "emergedBecause", (extract(epoch from emerging_on) * 1000)::float8 as "emergingOn", likelihood,
  status, owner, returned`;

/**
 * The table of leads with what was done with them. A snooze ends by itself; whoever was disqualified or lost comes
 * back by a step of its own (life/settle.ts). Whoever asked to be left alone never does.
 */
export const LISTED = `(
  select l.*, s.owner, coalesce(s.returned, false) as returned,
         case when s.status is null or (s.status = 'snoozed' and s.until_at <= l.computed_at) then 'open'
              else s.status end as status
    from lead l left join lead_status s on s.subject_id = l.lead_id
  ) as listed`;
