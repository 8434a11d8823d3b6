/** SQL of the leads: acts by subject (streamed) and the table of leads. */
import type { Client, CopyValue, Queryable } from '../base/index.ts';
import { DAY_MS, parseDay } from './dates.ts';
import type { Agreement, Cell, Day } from './facts.ts';
import type { LeadRow } from './lead.ts';
import { topicFinder } from './topics.ts';
import type { Weights } from './weights.ts';

/** Which acts are meant: up to the end of a day, of all subjects or of one. */
export interface Scope {
  readonly today: Day;
  readonly weights: Weights;
  /** organization_id or person_id. */
  readonly subjectId?: string;
  /** From `readTopics`; left out where topics do not matter. */
  readonly topics?: AssetTopics;
}

/** Assets that touch a topic, and which. */
export interface AssetTopics {
  readonly assetIds: string[];
  readonly topics: string[];
}

/** A scope of one subject. */
export type SubjectScope = Scope & { readonly subjectId: string };

const FETCH = 20_000;

/** A signal counts for the person's only organization this long before the first and after the last proof of it. */
const AFFILIATION_SLACK = `interval '90 days'`;

/** Narrows the signals of one subject ($6) by their indexes; the subject itself is checked again outside. */
const SIGNALS_OF_SUBJECT = `and (
      s.organization_identity_id in (select identity_id from identity where organization_id = $6)
      or s.identity_id in (
        select identity_id from identity where person_id = $6
        union all
        select identity_id from identity join affiliation using (person_id) where affiliation.organization_id = $6))`;

/**
 * `with` clauses that end in `act`: every signal and rollup with the subject it counts for, which is
 * 1. the organization acted for, when it is of a kind that can be a lead,
 * 2. else the only organization the person was seen acting for around that time,
 * 3. else the person.
 * Parameters: $1 end (exclusive), $2 kinds, $3 assets with a topic, $4 their topics, $5 acts with topics, $6 subject.
 */
export function actsSql(one: boolean): string {
  return `with topic as materialized (
    select * from unnest($3::uuid[], $4::text[]) as t (asset_id, topic)
  ), affiliated as materialized (
    select person_id, (array_agg(organization_id))[1] as organization_id,
           min(from_at) - ${AFFILIATION_SLACK} as from_at, max(to_at) + ${AFFILIATION_SLACK} as to_at
      from affiliation join organization using (organization_id)
     where kind = any($2) group by person_id having count(*) = 1
  ), act as (
    select coalesce(o.organization_id, f.organization_id) as organization_id, p.person_id,
           coalesce(o.organization_id, f.organization_id, p.person_id) as subject_id,
           s.access_point, s.act, s.asset_id, s.source_id, s.quantity, false as network,
           (s.at at time zone 'UTC')::date - date '1970-01-01' as day,
           s.quantity * case when o.organization_id is not null then i.confidence
                             when f.organization_id is not null then 0.8 else p.confidence end as weight,
           s.id as signal_id, s.at, s.visibility, s.details
      from signal s
      left join identity i on i.identity_id = s.organization_identity_id
      left join organization o on o.organization_id = i.organization_id and o.kind = any($2)
      left join identity p on p.identity_id = s.identity_id
      left join affiliated f on o.organization_id is null and f.person_id = p.person_id and s.at between f.from_at and f.to_at
     where s.at < $1 and s.act <> 'spend' and (o.organization_id is not null or p.person_id is not null)
     ${one ? SIGNALS_OF_SUBJECT : ''}
    union all
    select o.organization_id, null, o.organization_id, r.access_point, r.act, r.asset_id, r.source_id, r.quantity, true,
           r.day - date '1970-01-01', r.quantity * i.confidence, null, r.day::timestamp at time zone 'UTC', 'public', null
      from signal_rollup r
      join identity i on i.identity_id = r.organization_identity_id
      join organization o on o.organization_id = i.organization_id and o.kind = any($2)
     where r.day < ($1 at time zone 'UTC')::date ${one ? 'and i.organization_id = $6' : ''}
  ), told as (
    select act.*, case when act.act = any($5) then topic.topic end as topic
      from act left join topic using (asset_id) ${one ? 'where subject_id = $6' : ''}
  )`;
}

/** The parameters of `actsSql`. */
export function parameters({ today, weights, subjectId, topics }: Scope): unknown[] {
  return [
    new Date((today + 1) * DAY_MS),
    Object.keys(weights.fit.kinds),
    topics?.assetIds ?? [],
    topics?.topics ?? [],
    weights.topic_acts,
    ...(subjectId === undefined ? [] : [subjectId]),
  ];
}

interface AssetText {
  readonly id: string;
  readonly text: string;
}

/** Keys of threads are message ids, in which a word would be chance. */
const ASSET_TEXT = `select asset_id as id, case kind when 'thread' then title else key || ' ' || title end as text from asset`;

/**
 * The topics of all assets, or of those that one subject touched. Matched here and not by the server, whose
 * regular expressions take about 100 µs a row on this pattern; V8's take one.
 */
export async function readTopics(client: Client, scope: Scope): Promise<AssetTopics> {
  const matches: AssetTopics = { assetIds: [], topics: [] };
  const topicOfText = topicFinder(scope.weights);
  const collect = (rows: readonly AssetText[]): void => {
    for (const { id, text } of rows) {
      const topic = topicOfText(text);
      if (topic === null) continue;
      matches.assetIds.push(id);
      matches.topics.push(topic);
    }
  };
  if (scope.subjectId === undefined) {
    for await (const rows of stream<AssetText>(client, 'lead_assets', ASSET_TEXT, [])) collect(rows);
  } else {
    const touched = `${ASSET_TEXT} where asset_id in (select asset_id from act where subject_id = $6)`;
    collect((await client.query<AssetText>(`${actsSql(true)} ${touched}`, parameters(scope))).rows);
  }
  return matches;
}

/** The rows of a query in blocks. Needs a transaction, for it holds a cursor. */
async function* stream<T>(
  client: Client,
  cursor: string,
  sql: string,
  values: readonly unknown[],
): AsyncGenerator<readonly T[]> {
  await client.query(`declare ${cursor} no scroll cursor for ${sql}`, values);
  for (;;) {
    const { rows } = await client.query<T>(`fetch ${FETCH} from ${cursor}`);
    if (rows.length === 0) break;
    yield rows;
  }
  await client.query(`close ${cursor}`);
}

/** A cell with its subject. */
export interface SubjectCell extends Cell {
  readonly subjectId: string;
  readonly type: 'organization' | 'person';
  readonly madeUp: boolean;
}

export const CELLS = `
  select subject_id as "subjectId", case when organization_id is null then 'person' else 'organization' end as type,
         access_point as "accessPoint", act, topic, day, person_id as "personId", network,
         sum(quantity)::float8 as quantity, sum(weight)::float8 as weight, bool_or(source.made_up) is true as "madeUp"
    from told left join source using (source_id)
   group by subject_id, (organization_id is null), access_point, act, topic, day, person_id, network`;

/** The cells of one subject. */
export async function readCells(db: Queryable, scope: SubjectScope): Promise<SubjectCell[]> {
  return (await db.query<SubjectCell>(actsSql(true) + CELLS, parameters(scope))).rows;
}

/** The cells of all subjects, in blocks, ordered by subject. Needs a transaction. */
export async function* streamCells(client: Client, scope: Scope): AsyncGenerator<readonly SubjectCell[]> {
  // The whole result is read once: hash joins and hash aggregation over all rows, one sort of the cells at the end.
  await client.query(`select set_config('cursor_tuple_fraction', '1', true), set_config('work_mem', '64MB', true),
                             set_config('hash_mem_multiplier', '4', true), set_config('enable_mergejoin', 'off', true),
                             set_config('enable_sort', 'off', true), set_config('jit', 'off', true)`);
  yield* stream<SubjectCell>(
    client,
    'lead_cells',
    `${actsSql(false)}, cell as materialized (${CELLS}) select * from cell order by "subjectId"`,
    parameters(scope),
  );
}

/** Contracts and deals by subject. There are few of them, so they are held at once. */
export async function readAgreements(db: Queryable, scope: Scope): Promise<Map<string, Agreement[]>> {
  const { rows } = await db.query<{
    subjectId: string;
    act: Agreement['act'];
    day: Day;
    title: string;
    from: string | null;
    to: string | null;
  }>(
    `${actsSql(scope.subjectId !== undefined)}
     select subject_id as "subjectId", act, day, coalesce(asset.title, '') as title, details->>'from' as "from", details->>'to' as "to"
       from told left join asset using (asset_id)
      where act in ('contract', 'deal_open', 'deal_won', 'deal_lost')`,
    parameters(scope),
  );
  const bySubject = new Map<string, Agreement[]>();
  for (const { subjectId, act, day, title, from, to } of rows) {
    const agreement: Agreement = { act, day, title, from: parseDay(from), to: parseDay(to) };
    const known = bySubject.get(subjectId);
    if (known === undefined) bySubject.set(subjectId, [agreement]);
    else known.push(agreement);
  }
  return bySubject;
}

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

/** Empties the table of leads; until the transaction ends, readers see the old one and other refreshes wait. */
export async function clearLeads(client: Client): Promise<void> {
  await client.query('lock table lead in share row exclusive mode');
  await client.query('delete from lead');
}

/** Adds leads to the table. */
export async function writeLeads(
  client: Client,
  leads: readonly LeadRow[],
  computedAt: number,
): Promise<void> {
  const columns = [
    ...[
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
      'people',
    ],
    ...['access_points', 'since', 'last_at', 'headline', 'made_up', 'computed_at'],
  ];
  const at = new Date(computedAt);
  const rows = leads.map((lead): CopyValue[] => [
    ...[
      lead.id,
      lead.subject,
      lead.name,
      lead.domain,
      lead.kind,
      lead.segment,
      lead.stage,
      lead.score,
      lead.fit,
    ],
    ...[
      lead.points,
      lead.people,
      lead.accessPoints,
      new Date(lead.since),
      new Date(lead.lastAt),
      lead.headline,
    ],
    ...[lead.madeUp, at],
  ]);
  if (rows.length > 0) await client.copy('lead', columns, rows);
}

export const LEAD_COLUMNS = `lead_id as id, subject, name, domain, kind, segment, stage, score, fit, points, people,
  access_points as "accessPoints", (extract(epoch from since) * 1000)::float8 as since,
  (extract(epoch from last_at) * 1000)::float8 as "lastAt", headline, made_up as "madeUp"`;
