/** SQL of the acts behind leads: every signal and rollup with the subject it counts for. */
import type { Client, Queryable } from '../base/index.ts';
import type { AccessPoint, Act } from '../intake/index.ts';
import { DAY_MS, parseDay } from './dates.ts';
import { EMPLOYED_CONFIDENCE, employedSql } from './employment_store.ts';
import type { Agreement, Cell, Day } from './facts.ts';
import { readToldDeals, type Told } from './life/index.ts';
import { productOf, topicFinder } from './topics/index.ts';
import type { Weights } from './weights.ts';

/** Which acts are meant: all up to the end of a day. */
export interface Scope {
  readonly today: Day;
  readonly weights: Weights;
  readonly topics: AssetTopics;
}

/** Assets that touch a topic, and which. */
export interface AssetTopics {
  readonly assetIds: string[];
  readonly topics: string[];
}

/** The acts of some subjects; `openSubjects` makes it. */
export interface SubjectScope extends Scope {
  /** organization_id or person_id of each. */
  readonly subjectIds: readonly string[];
  /** Handles through whose indexes their signals are found. */
  readonly organizationIdentityIds: readonly string[];
  readonly identityIds: readonly string[];
}

const FETCH = 1_000;

/** Narrows the signals of some subjects by their indexes; the subjects themselves are checked again outside. */
const SIGNALS_OF_SUBJECTS = 'and (s.organization_identity_id = any($7) or s.identity_id = any($8))';
const PEOPLE_OF_SUBJECTS = 'and person_id in (select person_id from identity where identity_id = any($8))';

/** What was taught about a mail domain (`i`, an identity), and how sure it is after that whose it is. */
export const DOMAIN_LESSON =
  "left join evidence_lesson l on l.kind = 'mail_domain' and i.kind = 'domain' and l.value = i.value";
export const DOMAIN_CONFIDENCE = '(i.confidence * coalesce(l.factor, 1))::real';

/** Which acts `actsSql` tells of: those of all subjects, or of some. */
export type Which = 'all' | 'some';

/**
 * `with` clauses that end in `told`: every act with its subject and topic. The subject is
 * 1. the organization acted for, when it is of a kind that can be a lead and nobody called it the wrong one,
 * 2. else the organization the person acted for at that time, by other evidence,
 * 3. else the person.
 * Parameters: $1 end (exclusive), $2 kinds, $3 assets with a topic, $4 their topics, $5 acts with topics; and for
 * some subjects: $6 their ids, $7 their handles as organizations, $8 handles of their people.
 */
export function actsSql(which: Which): string {
  const some = which === 'some';
  return `with topic as materialized (
    select * from unnest($3::uuid[], $4::text[]) as t (asset_id, topic)
  ), ${employedSql(some ? PEOPLE_OF_SUBJECTS : '')}, act as (
    select coalesce(o.organization_id, f.organization_id) as organization_id, p.person_id,
           coalesce(o.organization_id, f.organization_id, p.person_id) as subject_id,
           s.access_point, s.act, s.asset_id, s.source_id, s.quantity, false as network,
           (s.at at time zone 'UTC')::date - date '1970-01-01' as day,
           case when o.organization_id is not null then ${DOMAIN_CONFIDENCE}
                when f.organization_id is not null then ${EMPLOYED_CONFIDENCE} else p.confidence end as confidence,
           s.id as signal_id, s.at, s.visibility, s.details
      from signal s
      left join identity i on i.identity_id = s.organization_identity_id
      left join organization o on o.organization_id = i.organization_id and o.kind = any($2)
       and not exists (select from organization_verdict w where w.identity_id = s.identity_id
                          and w.organization_id = i.organization_id and w.verdict = 'wrong')
      ${DOMAIN_LESSON}
      left join identity p on p.identity_id = s.identity_id
      left join employed f on o.organization_id is null and f.person_id = p.person_id and s.at >= f.from_at and s.at < f.until_at
     where s.at < $1 and s.act <> 'spend' and (o.organization_id is not null or p.person_id is not null)
     ${some ? SIGNALS_OF_SUBJECTS : ''}
    union all
    select o.organization_id, null, o.organization_id, r.access_point, r.act, r.asset_id, r.source_id, r.quantity, true,
           r.day - date '1970-01-01', i.confidence, null, r.day::timestamp at time zone 'UTC', 'public', null
      from signal_rollup r
      join identity i on i.identity_id = r.organization_identity_id
      join organization o on o.organization_id = i.organization_id and o.kind = any($2)
     where r.day < ($1 at time zone 'UTC')::date ${some ? 'and r.organization_identity_id = any($7)' : ''}
  ), told as (
    select act.*, case when act.act = any($5) then topic.topic end as topic
      from act left join topic using (asset_id) ${some ? 'where subject_id = any($6)' : ''}
  )`;
}

/** The parameters of `actsSql`. */
export function parameters({ today, weights, topics, ...more }: Scope | SubjectScope): unknown[] {
  const all = [
    ...[endOf(today), Object.keys(weights.fit.kinds)],
    ...[topics.assetIds, topics.topics, weights.topic_acts],
  ];
  if (!('subjectIds' in more)) return all;
  return [...all, more.subjectIds, more.organizationIdentityIds, more.identityIds];
}

/** The instant before which acts up to a day were. */
function endOf(today: Day): Date {
  return new Date((today + 1) * DAY_MS);
}

/**
 * Keys of threads are message ids, in which a word would be chance. Of private threads of help desks, forums and chats no
 * title is kept with what was touched; their subject is that of the first message, which stands with the messages only.
 * @param subject an expression for that of a private thread
 */
const assetText = (subject: string): string =>
  `select asset.asset_id as id, key, case when kind <> 'thread' then key || ' ' || title
          when title = '' then coalesce(${subject}, '') else title end as text from asset`;

/** First messages of private threads, for the index `signal_private_thread`. @param end SQL: before this instant */
const privateSubjects = (end: string): string =>
  `from signal s join message m on m.id = s.message_id
    where s.visibility = 'private' and s.message_id is not null and s.at < ${end}`;

interface AssetText {
  readonly id: string;
  readonly key: string;
  readonly text: string;
}

/** Names of the sources in which assets were touched, of sources that some product owns. */
type SourcesOf = ReadonlyMap<string, readonly string[]>;

/**
 * Makes the function that adds the topics of assets to `matches`. Topics are matched here and not by the server,
 * whose regular expressions take about 100 µs a row on such lists; a walk over the letters here takes one or two.
 */
function topicCollector(
  weights: Weights,
  sourcesOf: SourcesOf,
  matches: AssetTopics,
): (rows: readonly AssetText[]) => void {
  const { products } = weights;
  return (rows) => {
    for (const { id, key, text } of rows) {
      const product = productOf(products, { key, sources: sourcesOf.get(id) ?? [] });
      const topic = topicFinder(weights, product).topicOf(text);
      if (topic === null) continue;
      matches.assetIds.push(id);
      matches.topics.push(topic);
    }
  };
}

/** @param touched narrows signals and rollups to those of some subjects; its parameters begin with $2 */
async function readSourcesOf(
  db: Queryable,
  { products }: Weights,
  touched = { signal: '', rollup: '', values: [] as readonly unknown[] },
): Promise<SourcesOf> {
  const names = products.flatMap(({ sources }) => sources);
  if (names.length === 0) return new Map();
  const { rows } = await db.query<{ id: string; sources: string[] }>(
    `with own as (select source_id, name from source where name = any($1)), touched as (
       select distinct asset_id, source_id from signal
        where source_id in (select source_id from own) and asset_id is not null ${touched.signal}
        union select distinct asset_id, source_id from signal_rollup where source_id in (select source_id from own) ${touched.rollup}
     )
     select asset_id as id, array_agg(name) as sources from touched join own using (source_id) group by asset_id`,
    [names, ...touched.values],
  );
  return new Map(rows.map(({ id, sources }) => [id, sources]));
}

/** The scope of all subjects on a day. Needs a transaction. */
export async function openScope(client: Client, today: Day, weights: Weights): Promise<Scope> {
  const topics: AssetTopics = { assetIds: [], topics: [] };
  const collect = topicCollector(weights, await readSourcesOf(client, weights), topics);
  const assets = `${assetText('first.subject')} left join (
    select distinct on (s.asset_id) s.asset_id, m.subject ${privateSubjects('$1')} and s.asset_id is not null
     order by s.asset_id, s.at) first on first.asset_id = asset.asset_id`;
  for await (const rows of stream<AssetText>(client, 'lead_assets', assets, [endOf(today)])) collect(rows);
  return { today, weights, topics };
}

/** The scope of some subjects on a day. Needs a transaction, whose further queries are told to look things up one by one. */
export async function openSubjects(
  db: Client,
  today: Day,
  weights: Weights,
  subjectIds: readonly string[],
): Promise<SubjectScope> {
  // The planner expects more signals than there are, and would read all identities to join them, in several processes.
  await db.query(
    `select set_config('enable_seqscan', 'off', true), set_config('max_parallel_workers_per_gather', '0', true)`,
  );
  const { rows: handles } = await db.query<{ id: string; whom: boolean }>(
    `select identity_id as id, true as whom from identity where organization_id = any($1::uuid[])
     union all
     select identity_id, false from identity where person_id = any(array(
       select unnest($1::uuid[]) union select person_id from affiliation where organization_id = any($1::uuid[])))`,
    [subjectIds],
  );
  const topics: AssetTopics = { assetIds: [], topics: [] };
  const scope: SubjectScope = {
    ...{ today, weights, topics, subjectIds },
    organizationIdentityIds: handles.filter(({ whom }) => whom).map(({ id }) => id),
    identityIds: handles.filter(({ whom }) => !whom).map(({ id }) => id),
  };
  // A few assets too many, touched by the same people for others, cost less than finding out for whom.
  const first = `(select m.subject ${privateSubjects('$3')} and s.asset_id = asset.asset_id order by s.at limit 1)`;
  const touched = `${assetText(first)} where asset.asset_id in (
    select asset_id from signal where organization_identity_id = any($1::uuid[]) or identity_id = any($2::uuid[])
    union select asset_id from signal_rollup where organization_identity_id = any($1::uuid[]))`;
  const handled = [scope.organizationIdentityIds, scope.identityIds];
  const sourcesOf = await readSourcesOf(db, weights, {
    signal: 'and (organization_identity_id = any($2::uuid[]) or identity_id = any($3::uuid[]))',
    rollup: 'and organization_identity_id = any($2::uuid[])',
    values: handled,
  });
  const { rows: assets } = await db.query<AssetText>(touched, [...handled, endOf(today)]);
  topicCollector(weights, sourcesOf, topics)(assets);
  return scope;
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
  readonly personId: string | null;
  readonly subjectId: string;
  readonly type: 'organization' | 'person';
  readonly madeUp: boolean;
}

/** All days of one kind of act by one person, packed: `20456` is once on that day, `20456*3` three times. */
interface PackedCells {
  readonly subjectId: string;
  readonly type: SubjectCell['type'];
  readonly accessPoint: AccessPoint;
  readonly act: Act;
  readonly topic: string | null;
  readonly personId: string | null;
  readonly network: boolean;
  readonly confidence: number;
  readonly madeUp: boolean;
  readonly days: string;
}

/** Packed, since sending and parsing a row for each day would take most of the time. */
const PACKED_CELLS = `
  select subject_id as "subjectId", case when organization_id is null then 'person' else 'organization' end as type,
         access_point as "accessPoint", act, topic, person_id as "personId", network, confidence,
         bool_or(source.made_up) is true as "madeUp",
         string_agg(case quantity when 1 then day::text else day || '*' || quantity end, ' ') as days
    from told left join source using (source_id)
   group by subject_id, (organization_id is null), access_point, act, topic, person_id, network, confidence`;

/** Puts the cells into `cells`. */
function unpackInto(cells: SubjectCell[], packed: PackedCells): void {
  const { subjectId, type, madeUp, accessPoint, act, topic, personId, network, confidence } = packed;
  const quantities = new Map<Day, number>();
  for (const item of packed.days.split(' ')) {
    const star = item.indexOf('*');
    const day = Number(star < 0 ? item : item.slice(0, star));
    quantities.set(day, (quantities.get(day) ?? 0) + (star < 0 ? 1 : Number(item.slice(star + 1))));
  }
  // Written out, not spread: this makes a million objects, and a literal makes them small and fast.
  for (const [day, quantity] of quantities) {
    const weight = quantity * confidence;
    cells.push({
      subjectId,
      type,
      madeUp,
      accessPoint,
      act,
      topic,
      day,
      personId,
      network,
      quantity,
      weight,
    });
  }
}

/** The cells of packed rows. */
function unpack(rows: readonly PackedCells[]): SubjectCell[] {
  const cells: SubjectCell[] = [];
  for (const row of rows) unpackInto(cells, row);
  return cells;
}

/** The cells of some subjects, those of each together. */
export async function readCells(db: Queryable, scope: SubjectScope): Promise<SubjectCell[]> {
  const sql = `${actsSql('some')} ${PACKED_CELLS} order by subject_id`;
  return unpack((await db.query<PackedCells>(sql, parameters(scope))).rows);
}

interface AgreementRow {
  readonly subjectId: string;
  readonly act: Agreement['act'];
  readonly day: Day;
  readonly title: string;
  readonly from: string | null;
  readonly to: string | null;
}

/**
 * Contracts and deals by subject, those that were imported and those that operators told of (`told`: which steps). There
 * are few of them, so they are held at once.
 */
export async function readAgreements(
  db: Queryable,
  scope: Scope | SubjectScope,
  told: Told,
): Promise<Map<string, Agreement[]>> {
  const bySubject = await readToldAgreements(db, scope, told);
  const { rows } = await db.query<AgreementRow>(
    `${actsSql('subjectIds' in scope ? 'some' : 'all')}
     select subject_id as "subjectId", act, day, coalesce(asset.title, '') as title, details->>'from' as "from", details->>'to' as "to"
       from told left join asset using (asset_id)
      where act in ('contract', 'deal_open', 'deal_won', 'deal_lost')`,
    parameters(scope),
  );
  for (const { subjectId, act, day, title, from, to } of rows)
    add(bySubject, subjectId, { act, day, title, from: parseDay(from), to: parseDay(to) });
  return bySubject;
}

/** Only those that operators told of; these stand before what was imported of the same day. */
export async function readToldAgreements(
  db: Queryable,
  scope: Scope | SubjectScope,
  told: Told,
): Promise<Map<string, Agreement[]>> {
  const bySubject = new Map<string, Agreement[]>();
  const ids = 'subjectIds' in scope ? scope.subjectIds : undefined;
  for (const { subjectId, agreement } of await readToldDeals(db, scope.today, told, ids))
    add(bySubject, subjectId, agreement);
  return bySubject;
}

function add(bySubject: Map<string, Agreement[]>, subjectId: string, agreement: Agreement): void {
  const known = bySubject.get(subjectId);
  if (known === undefined) bySubject.set(subjectId, [agreement]);
  else known.push(agreement);
}
