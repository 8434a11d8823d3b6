/** Whom people act for: summed from evidence, from what operators said of it, and from what that teaches. */
import type { Client } from '../../base/index.ts';
import type { Seen } from './organization_store.ts';
import type { ResolvedEvidence } from './organizations/resolve.ts';
import { stage } from './stage_store.ts';

/** From this confidence on, evidence makes an affiliation. */
export const AFFILIATION_CONFIDENCE = 0.5;

/**
 * Every piece of evidence of some people with the confidence that counts. A hand's "right" is 1 and "wrong" 0; else
 * the evidence's own, times what earlier answers taught about evidence of its kind and value. A "right" about a handle
 * without evidence counts as long as the handle was seen.
 * @param people a condition on `i.person_id`
 */
const evidence = (people: string): string => `
  select i.person_id, coalesce(o.main_id, o.organization_id) as organization_id, a.reason, a.from_at, a.to_at,
         case v.verdict when 'right' then 1 when 'wrong' then 0 else a.confidence * coalesce(l.factor, 1) end::real as confidence
    from identity i join identity_affiliation a using (identity_id) join organization o on o.organization_id = a.organization_id
    left join evidence_lesson l on l.kind = a.kind and l.value = a.value
    left join organization_verdict v on v.identity_id = i.identity_id and v.organization_id = coalesce(o.main_id, o.organization_id)
   where ${people}
  union all
  select i.person_id, v.organization_id, 'An operator said so.', i.first_seen_at, i.last_seen_at, 1
    from identity i join organization_verdict v using (identity_id)
   where ${people} and v.verdict = 'right' and not exists (
     select from identity_affiliation a join organization o on o.organization_id = a.organization_id
      where a.identity_id = i.identity_id and coalesce(o.main_id, o.organization_id) = v.organization_id)`;

const sums = (people: string): string => `
  select person_id, organization_id, (array_agg(reason order by confidence desc, reason collate "C" desc))[1] as reason,
         min(from_at) as from_at, max(to_at) as to_at, max(confidence) as confidence
    from (${evidence(people)}) e where confidence >= ${AFFILIATION_CONFIDENCE}
   group by person_id, organization_id order by person_id, organization_id`;

const SUMS = sums('i.person_id = any($1)');

const COLUMNS = 'person_id, organization_id, reason, from_at, to_at, confidence';

/** Sums the affiliations of these people anew. */
export async function sumAffiliations(client: Client, people: readonly string[]): Promise<void> {
  if (people.length === 0) return;
  await client.query('delete from affiliation where person_id = any($1)', [people]);
  await client.query(`insert into affiliation (${COLUMNS}) ${SUMS}`, [people]);
}

/** Sums the affiliations of everybody, of whom none are summed yet. */
export async function sumAllAffiliations(client: Client): Promise<void> {
  await client.query(`insert into affiliation (${COLUMNS}) ${sums('i.person_id is not null')}`);
}

/** As `sumAffiliations`, where evidence was only added: rows change, none goes. */
export async function growAffiliations(client: Client, people: readonly string[]): Promise<void> {
  if (people.length === 0) return;
  await client.query(
    `insert into affiliation as t (${COLUMNS}) ${SUMS}
     on conflict (person_id, organization_id) do update set reason = excluded.reason, from_at = excluded.from_at,
       to_at = excluded.to_at, confidence = excluded.confidence
     where (t.reason, t.from_at, t.to_at, t.confidence)
           is distinct from (excluded.reason, excluded.from_at, excluded.to_at, excluded.confidence)`,
    [people],
  );
}

/** The organizations that any of these people were seen acting for. */
export async function organizationsOf(client: Client, people: readonly string[]): Promise<readonly string[]> {
  const { rows } = await client.query<{ id: string }>(
    'select distinct organization_id as id from affiliation where person_id = any($1) order by 1',
    [people],
  );
  return rows.map(({ id }) => id);
}

/** Evidence of whom a handle acts for. */
export interface AffiliationSeen extends Seen {
  readonly identityId: string;
  readonly organizationId: string;
  readonly evidence: ResolvedEvidence;
}

/** Evidence of one kind and value about one handle is a row: the surest reason, from the first day to the last. */
export async function writeIdentityAffiliations(
  client: Client,
  seen: Iterable<AffiliationSeen>,
): Promise<void> {
  const columns = Object.keys(TYPES);
  await stage(
    client,
    'stage_affiliation',
    Object.entries(TYPES)
      .map(([name, type]) => `${name} ${type}`)
      .join(', '),
    columns,
    [...seen].map(({ identityId: id, organizationId, evidence, first, last }) => [
      ...[id, organizationId, evidence.kind, evidence.identity.value, evidence.confidence],
      ...[evidence.reason, new Date(first), new Date(last)],
    ]),
  );
  const key = 'identity_id, organization_id, kind, value';
  const surer = `(excluded.confidence, excluded.reason collate "C") > (t.confidence, t.reason collate "C")`;
  const { rows } = await client.query<{ id: string }>(
    `with written as (
       insert into identity_affiliation as t (${columns.join(', ')})
       select ${key}, max(confidence), (array_agg(reason order by confidence desc, reason collate "C" desc))[1], min(from_at), max(to_at)
         from stage_affiliation group by ${key} order by ${key}
       on conflict (${key}) do update set
         reason = case when ${surer} then excluded.reason else t.reason end,
         confidence = greatest(t.confidence, excluded.confidence),
         from_at = least(t.from_at, excluded.from_at), to_at = greatest(t.to_at, excluded.to_at)
       where excluded.from_at < t.from_at or excluded.to_at > t.to_at or ${surer}
       returning identity_id
     )
     select distinct i.person_id as id from written join identity i using (identity_id) where i.person_id is not null`,
  );
  await growAffiliations(client, rows.map(({ id }) => id).sort());
}

/** Columns and types of the evidence as it is staged. */
const TYPES = {
  ...{ identity_id: 'uuid', organization_id: 'uuid', kind: 'text', value: 'text', confidence: 'real' },
  ...{ reason: 'text', from_at: 'timestamptz', to_at: 'timestamptz' },
};
