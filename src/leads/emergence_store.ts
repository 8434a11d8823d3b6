/** SQL of what was detected: beside each lead, kept when a lead is computed anew by itself. */
import type { Client } from '../base/index.ts';
import { type Insiders, insidersOf, toDomains } from './insiders.ts';

/** What is kept of a detection. */
export interface EmergedRow {
  readonly id: string;
  readonly emerging: boolean;
  readonly surprise: number | null;
  readonly falseDiscoveryRate: number | null;
  /** ISO day. */
  readonly since: string | null;
  readonly because: string;
  /** ISO day on which the mark began; null for a detection of all, which `keepEmergingDays` dates. */
  readonly on: string | null;
}

/** People of the vendor and of members, whose acts do not count. */
export async function readStaff(client: Client, insiders: Insiders): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ id: string }>(
    `select distinct a.person_id as id from affiliation a join organization o using (organization_id) where ${INSIDER}`,
    [domainsOf(insiders)],
  );
  return new Set(rows.map(({ id }) => id));
}

/** The vendor's own organizations and members, whose acts make no day one of a crowd. */
export async function readInsiders(client: Client, insiders: Insiders): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ id: string }>(
    `select o.organization_id as id from organization o where ${INSIDER}`,
    [domainsOf(insiders)],
  );
  return new Set(rows.map(({ id }) => id));
}

const INSIDER = `(o.kind = 'vendor' or o.domain = any($1))`;

function domainsOf(insiders: Insiders): readonly string[] {
  const { vendorDomains, memberDomains } = insidersOf(insiders);
  return toDomains([...vendorDomains, ...memberDomains]);
}

/** Writes what was detected beside the leads of a generation. */
export async function writeEmerged(
  client: Client,
  generation: number,
  rows: readonly EmergedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `create temp table if not exists stage_emerged (id uuid, emerging boolean, surprise double precision,
       false_discovery_rate double precision, since date, because text, began date) on commit delete rows`,
  );
  await client.query('truncate stage_emerged');
  await client.copy(
    'stage_emerged',
    ['id', 'emerging', 'surprise', 'false_discovery_rate', 'since', 'because', 'began'],
    rows.map(({ id, emerging, surprise, falseDiscoveryRate, since, because, on }) => [
      ...[id, emerging, surprise, falseDiscoveryRate, since, because, on],
    ]),
  );
  await client.query(
    `update lead_row set emerging = s.emerging, surprise = s.surprise, false_discovery_rate = s.false_discovery_rate,
            emerged_since = s.since, emerged_because = s.because, emerging_on = s.began
       from stage_emerged s where s.id = lead_id and generation = $1`,
    [generation],
  );
}

/** A lead that was not marked for so many days at most goes on where it was: a change at the edge did not emerge anew. */
const PAUSE_DAYS = 7;

/**
 * SQL: the day on which the last marks of `new` in the history began, if they ended no more than `PAUSE_DAYS` before the
 * day `$2`; else null.
 */
const BEFORE_THE_PAUSE = `(
  with kept as (select day, emerging from lead_history where subject_id = new.lead_id and day <= $2::date),
       last as (select max(day) as day from kept where emerging and day < $2::date)
  select min(kept.day) from kept, last
   where kept.emerging and kept.day <= last.day
     and kept.day > coalesce((select max(off.day) from kept off where not off.emerging and off.day < last.day), '-infinity')
     and $2::date - (select min(off.day) from kept off where not off.emerging and off.day > last.day) <= ${PAUSE_DAYS})`;

/**
 * Dates the marks of a generation that is about to be shown: a lead that is marked as it is shown now, or was until a
 * few days ago, keeps the day on which that began; the others begin on `day` (ISO).
 */
export async function keepEmergingDays(client: Client, generation: number, day: string): Promise<void> {
  await client.query(
    `update lead_row new set emerging_on = least($2::date, coalesce(
              (select old.emerging_on from lead old where old.lead_id = new.lead_id and old.emerging),
              ${BEFORE_THE_PAUSE}, $2::date))
      where generation = $1 and emerging`,
    [generation, day],
  );
}

/** What was detected of these leads, to be written again after they are computed anew. */
export async function readEmerged(client: Client, ids: readonly string[]): Promise<readonly EmergedRow[]> {
  const { rows } = await client.query<EmergedRow>(
    `select lead_id as id, emerging, surprise, false_discovery_rate as "falseDiscoveryRate", emerged_since::text as since,
            emerged_because as because, emerging_on::text as on from lead where lead_id = any($1) and surprise is not null`,
    [ids],
  );
  return rows;
}
