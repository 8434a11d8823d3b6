/** Reads the table of leads. */
import { domainToASCII } from 'node:url';
import { isId, LeadspringError, type Queryable } from '../base/index.ts';
import type { ListedLead } from './lead.ts';
import { STATUSES, type Status } from './life/types.ts';
import { NOT_NEW, type Stage } from './stage.ts';
import { LEAD_COLUMNS, LISTED } from './store.ts';

/** Columns to sort by, as SQL. */
const SORTS = {
  likelihood: 'likelihood',
  score: 'score',
  name: 'lower(name)',
  stage: 'stage',
  kind: 'kind',
  people: 'people',
  since: 'since',
  last: 'last_at',
  surprise: 'surprise',
} as const;
/** Those that may have no value. */
const NULLABLE: ReadonlySet<string> = new Set([SORTS.likelihood, SORTS.surprise]);
export type LeadSort = keyof typeof SORTS;
export const LEAD_SORTS = Object.keys(SORTS) as readonly LeadSort[];

export interface LeadFilter {
  /** Left out: the best first, by likelihood where one was learned and is in use, else by score. */
  readonly sort?: LeadSort;
  readonly direction?: 'ascending' | 'descending';
  /** Left out: every stage of new leads, so neither customers nor the vendor. `any`: really all. */
  readonly stage?: Stage | 'any';
  readonly kind?: string;
  readonly subject?: 'organization' | 'person';
  readonly segment?: string;
  /** Part of a name or domain. */
  readonly search?: string;
  readonly minScore?: number;
  /** Left out: those that are open. `any`: really all. */
  readonly status?: Status | 'any';
  readonly owner?: string;
  /** Only those whose change was detected. */
  readonly emerging?: boolean;
  readonly limit?: number;
  readonly offset?: number;
}

/** Rows of one answer, at most. */
const MOST = 100_000;

/** The instant as of which the table of leads was computed (milliseconds), or null when it never was. */
export async function leadsAsOf(db: Queryable): Promise<number | null> {
  const { rows } = await db.query<{ at: Date | null }>('select max(computed_at) as at from lead');
  return rows[0]?.at?.getTime() ?? null;
}

/** A page of leads in a stable order, and how many there are in all. */
export async function listLeads(
  db: Queryable,
  filter: LeadFilter = {},
): Promise<{ rows: ListedLead[]; total: number }> {
  const { where, values } = conditions(filter);
  const direction =
    (filter.direction ??
      (filter.sort === 'name' || filter.sort === 'surprise' ? 'ascending' : 'descending')) === 'ascending'
      ? 'asc'
      : 'desc';
  const sort = SORTS[filter.sort ?? 'likelihood'];
  // Where nothing was learned nobody has a likelihood, and the score decides. As the indexes have it.
  const ties = sort === SORTS.likelihood ? `score ${direction}, lead_id` : 'lead_id';
  const last = NULLABLE.has(sort) ? 'nulls last' : '';
  const page = [Math.max(0, Math.min(filter.limit ?? 50, MOST)), Math.max(0, filter.offset ?? 0)];
  const { rows } = await db.query<ListedLead>(
    `select ${LEAD_COLUMNS} from ${LISTED} where ${where} order by ${sort} ${direction} ${last}, ${ties}
      limit $${values.length + 1} offset $${values.length + 2}`,
    [...values, ...page],
  );
  const count = await db.query<{ total: number }>(
    `select count(*)::int as total from ${LISTED} where ${where}`,
    values,
  );
  return { rows, total: count.rows[0]?.total ?? 0 };
}

/** The statuses that a filter asks for; null: any. */
export function statusesOf({ status, stage }: LeadFilter): readonly Status[] | null {
  if (status !== undefined) return status === 'any' ? null : [status];
  // Whoever was won is a customer, and open to what customers are asked.
  return stage === 'customer' ? ['open', 'won'] : ['open'];
}

function conditions(filter: LeadFilter): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const clauses = ['true'];
  const add = (clause: (place: string) => string, value: unknown): void => {
    values.push(value);
    clauses.push(clause(`$${values.length}`));
  };
  if (filter.stage === undefined) add((place) => `stage <> all(${place})`, NOT_NEW);
  else if (filter.stage !== 'any') add((place) => `stage = ${place}`, filter.stage);
  if (filter.kind !== undefined) add((place) => `kind = ${place}`, filter.kind);
  if (filter.subject !== undefined) add((place) => `subject = ${place}`, filter.subject);
  if (filter.segment !== undefined) add((place) => `segment = ${place}`, filter.segment);
  if (filter.minScore !== undefined) add((place) => `score >= ${place}`, filter.minScore);
  const statuses = statusesOf(filter);
  if (statuses !== null) {
    // Said by the others: the planner takes what is equal to something computed to be rare, and would then read and
    // sort all leads for a page of fifty, instead of following the index of the order until the page is full.
    const others = STATUSES.filter((each) => !statuses.includes(each));
    add((place) => `status <> all(${place})`, others);
  }
  if (filter.owner !== undefined) add((place) => `owner = ${place}`, filter.owner);
  if (filter.emerging === true) clauses.push('emerging');
  const search = filter.search?.trim().toLowerCase() ?? '';
  if (search !== '') {
    const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
    add((place) => `(lower(name) like ${place} or domain like ${place})`, pattern);
  }
  return { where: clauses.join(' and '), values };
}

/**
 * The lead an operator means by an id, a domain (or host or address under it), a name, or the only name that
 * begins so; null when there is none.
 * @throws LeadspringError `lead_ambiguous` when several are called so
 */
export async function findLead(db: Queryable, text: string): Promise<ListedLead | null> {
  const wanted = text.trim().toLowerCase().slice(0, 500);
  if (wanted === '') return null;
  if (isId(wanted)) return (await some(db, 'lead_id = $1', wanted))[0] ?? null;
  const ofDomain = await some(db, 'domain = any($1)', domainsOf(wanted));
  if (ofDomain[0] !== undefined) return ofDomain[0];
  const called = await some(db, 'lower(name) = $1', wanted);
  return only(text, called.length > 0 ? called : await some(db, 'starts_with(lower(name), $1)', wanted));
}

/** Candidates that are named when a name is not enough. */
const NAMED = 5;

async function some(db: Queryable, where: string, value: unknown): Promise<readonly ListedLead[]> {
  const { rows } = await db.query<ListedLead>(
    `select ${LEAD_COLUMNS} from ${LISTED} where ${where} order by length(coalesce(domain, '')) desc, score desc, lead_id limit $2`,
    [value, NAMED + 1],
  );
  return rows;
}

function only(text: string, [first, ...others]: readonly ListedLead[]): ListedLead | null {
  if (first === undefined || others.length === 0) return first ?? null;
  const named = [first, ...others].slice(0, NAMED).map(({ name, domain, id }) => `${name} (${domain ?? id})`);
  const more = others.length >= NAMED ? ', and more' : '';
  throw new LeadspringError(
    'lead_ambiguous',
    `“${text.trim().slice(0, 100)}” may be ${named.join(', ')}${more}.`,
  );
}

/** `jane@eng.acme.example` may mean eng.acme.example or acme.example. */
function domainsOf(text: string): string[] {
  const host = domainToASCII(
    text
      .replace(/^[a-z]+:\/\//, '')
      .replace(/^.*@/, '')
      .replace(/\/.*$/, ''),
  );
  const labels = host.split('.').filter((label) => label !== '');
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
}
