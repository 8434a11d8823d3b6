/** Organizations as claims make them: rows that join like a lattice. */
import { type Client, idFrom } from '../../base/index.ts';
import { organizationNameKey } from './names.ts';
import { linkAliases } from './organizations/store.ts';
import type { ResolvedOrganization } from './rules.ts';
import { stage } from './stage_store.ts';

/** When something was first and last seen, in milliseconds. */
export interface Seen {
  first: number;
  last: number;
}

export interface OrganizationSeen extends Seen {
  readonly organization: ResolvedOrganization;
}

/** Ids already made: resolutions are remembered and come again, and an id costs a hash. */
const ids = new WeakMap<Pick<ResolvedOrganization, 'key'>, string>();

/** The id of an organization by claims. */
export function organizationId(organization: Pick<ResolvedOrganization, 'key'>): string {
  const known = ids.get(organization);
  if (known !== undefined) return known;
  const id = idFrom('organization', ...organization.key);
  ids.set(organization, id);
  return id;
}

/** Writes organizations as claims make them, and finds those whose name is another's. @returns those whose alias changed */
export async function writeOrganizations(
  client: Client,
  rows: ReadonlyMap<string, OrganizationSeen>,
): Promise<readonly string[]> {
  const columns = [
    'organization_id',
    'name',
    'claimed_name',
    'name_key',
    'name_given',
    'domain',
    'kind',
    'kind_reason',
    'first_seen_at',
    'last_seen_at',
    'named_at',
  ];
  await stage(
    client,
    'stage_organization',
    'like organization',
    columns,
    [...rows.values()].map(({ organization, first, last }) => [
      ...[
        organizationId(organization),
        organization.name,
        organization.name,
        nameKeyOf(organization),
        organization.nameGiven,
        organization.domain,
      ],
      ...[organization.kind, organization.kindReason, new Date(first), new Date(last)],
      organization.nameGiven ? new Date(first) : null,
    ]),
  );
  // One row per organization first (the same row cannot be updated twice by one insert), then the same join
  // against what is stored. A given name beats one made of the domain; a particular kind beats "company".
  const particular = (table: string): string =>
    `case ${table}.kind when 'unknown' then 0 when 'company' then 1 else 2 end`;
  const better = `(excluded.name_given, length(excluded.claimed_name), excluded.claimed_name collate "C")
                  > (t.name_given, length(t.claimed_name), t.claimed_name collate "C")`;
  await client.query(
    `with name as (
       select distinct on (organization_id) organization_id, name, claimed_name, name_key, name_given, domain, named_at
         from stage_organization
        order by organization_id, name_given desc, length(name) desc, name collate "C" desc, named_at
     ), kind as (
       select distinct on (organization_id) organization_id, kind, kind_reason from stage_organization s
        order by organization_id, ${particular('s')} desc, kind collate "C" desc, kind_reason collate "C" desc
     ), seen as (
       select organization_id, min(first_seen_at) as first_seen_at, max(last_seen_at) as last_seen_at
         from stage_organization group by organization_id
     )
     insert into organization as t (${columns.join(', ')})
     select organization_id, name, claimed_name, name_key, name_given, domain, kind, kind_reason, first_seen_at, last_seen_at, named_at
       from name join kind using (organization_id) join seen using (organization_id) order by organization_id
     on conflict (organization_id) do update set
       name = case when (${better}) and t.name = t.claimed_name then excluded.claimed_name else t.name end,
       claimed_name = case when ${better} then excluded.claimed_name else t.claimed_name end,
       named_at = case when ${better} then excluded.named_at
                       when (excluded.name_given, excluded.claimed_name) = (t.name_given, t.claimed_name)
                       then least(t.named_at, excluded.named_at) else t.named_at end,
       name_key = case when ${better} then excluded.name_key else t.name_key end,
       name_given = t.name_given or excluded.name_given,
       kind = case when ${kindOrder('excluded')} > ${kindOrder('t')} then excluded.kind else t.kind end,
       kind_reason = case when ${kindOrder('excluded')} > ${kindOrder('t')} then excluded.kind_reason else t.kind_reason end,
       first_seen_at = least(t.first_seen_at, excluded.first_seen_at),
       last_seen_at = greatest(t.last_seen_at, excluded.last_seen_at)`,
  );
  return linkAliases(client);
}

function nameKeyOf({ name, nameGiven }: ResolvedOrganization): string | null {
  return nameGiven ? organizationNameKey(name) || null : null;
}

function kindOrder(table: string): string {
  return `(case ${table}.kind when 'unknown' then 0 when 'company' then 1 else 2 end, ${table}.kind collate "C", ${table}.kind_reason collate "C")`;
}
