/** SQL of the table of leads, and of the names it shows. */
import type { Client, CopyValue, Queryable } from '../base/index.ts';
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
 * Empties the table of leads, of all or of some; until the transaction ends, readers see the old one and other
 * refreshes wait.
 */
export async function clearLeads(client: Client, ids?: readonly string[]): Promise<void> {
  await client.query('lock table lead in share row exclusive mode');
  if (ids === undefined) await client.query('delete from lead');
  else await client.query('delete from lead where lead_id = any($1)', [ids]);
}

/** Adds leads to the table. */
export async function writeLeads(
  client: Client,
  leads: readonly LeadRow[],
  computedAt: number,
): Promise<void> {
  const columns = [
    ...['lead_id', 'subject', 'name', 'domain', 'kind', 'segment', 'stage', 'score', 'fit', 'points'],
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
    ],
  ];
  const at = new Date(computedAt);
  const rows = leads.map((lead): CopyValue[] => [
    ...[lead.id, lead.subject, lead.name, lead.domain, lead.kind, lead.segment, lead.stage],
    ...[lead.score, lead.fit, lead.points, lead.people, lead.accessPoints],
    ...[
      new Date(lead.since),
      new Date(lead.lastAt),
      lead.headline,
      lead.stageReason,
      new Date(lead.stageAt),
      lead.madeUp,
      at,
    ],
  ]);
  if (rows.length > 0) await client.copy('lead', columns, rows);
}

export const LEAD_COLUMNS = `lead_id as id, subject, name, domain, kind, segment, stage, score, fit, points, people,
  access_points as "accessPoints", (extract(epoch from since) * 1000)::float8 as since,
  (extract(epoch from last_at) * 1000)::float8 as "lastAt", headline, stage_reason as "stageReason",
  (extract(epoch from stage_at) * 1000)::float8 as "stageAt", made_up as "madeUp", emerging, surprise,
  false_discovery_rate as "falseDiscoveryRate", (extract(epoch from emerged_since) * 1000)::float8 as "emergedSince",
  emerged_because as "emergedBecause", status, owner, returned`;

/**
 * The table of leads with what was done with them. A snooze ends by itself; whoever was disqualified or lost comes
 * back when something significant began after that. Whoever asked to be left alone never does.
 */
export const LISTED = `(
  select l.*, s.owner, back.returned,
         case when s.status is null or back.returned or (s.status = 'snoozed' and s.until_at <= l.computed_at) then 'open'
              else s.status end as status
    from lead l left join lead_status s on s.subject_id = l.lead_id,
         lateral (select coalesce(s.status in ('disqualified', 'lost') and l.emerging and l.emerged_since > s.since::date, false)) as back (returned)
  ) as listed`;
