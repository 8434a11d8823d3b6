/** Suggestions: pairs that wait for an operator, and what became of them. */
import { type Client, idFrom, jsonText, type Queryable } from '../../../base/index.ts';
import { type Folded, fold, judge, refusedAt } from './fold.ts';
import { type Context, loadContext } from './store.ts';
import type { Reason } from './types.ts';

export type SuggestionState = 'open' | 'accepted' | 'rejected' | 'never';

/** A pair with what speaks for it. */
export interface Proposal {
  readonly a: string;
  readonly b: string;
  /** 0..1 */
  readonly probability: number;
  readonly reasons: readonly Reason[];
}

/** Adds suggestions; one that is known already takes the new probability and reasons. @returns how many are new or changed */
export async function writeSuggestions(
  client: Client,
  proposals: readonly Proposal[],
  now: number,
): Promise<number> {
  const byId = new Map<string, readonly unknown[]>();
  for (const { a, b, probability, reasons } of proposals) {
    const [first, second] = a < b ? [a, b] : [b, a];
    const id = idFrom('suggestion', first, second);
    byId.set(id, [id, first, second, probability, jsonText(reasons)]);
  }
  const column = (index: number): unknown[] => [...byId.values()].map((row) => row[index]);
  const { rowCount } = await client.query(
    `insert into identity_suggestion as t (suggestion_id, identity_a, identity_b, probability, reasons, proposed_at, state)
     select n.*, $6, 'open' from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::float8[], $5::jsonb[]) as n order by 1
     on conflict (suggestion_id) do update set probability = excluded.probability, reasons = excluded.reasons,
       proposed_at = excluded.proposed_at, state = 'open'
     where (t.probability, t.reasons) is distinct from (excluded.probability, excluded.reasons)`,
    [column(0), column(1), column(2), column(3), column(4), new Date(now)],
  );
  return rowCount;
}

/** Writes the states of all suggestions that touch these components, as they follow from the decisions. */
export async function restate(client: Client, context: Context): Promise<void> {
  const ids = context.identities.map(({ identityId }) => identityId);
  const { rows } = await client.query<{
    id: string;
    a: string;
    b: string;
    probability: number;
    state: string;
  }>(
    `select suggestion_id as id, identity_a as a, identity_b as b, probability, state
       from identity_suggestion where identity_a = any($1) or identity_b = any($1)`,
    [ids],
  );
  if (rows.length === 0) return;
  const { identities, decisions } = await loadContext(client, [
    ...ids,
    ...rows.flatMap(({ a, b }) => [a, b]),
  ]);
  const folded = fold(identities, decisions);
  const changed = rows.flatMap((row) => {
    const state = stateOf(folded, row);
    return state === row.state ? [] : [{ id: row.id, state }];
  });
  await client.query(
    `update identity_suggestion s set state = n.state from unnest($1::uuid[], $2::text[]) as n (id, state)
      where s.suggestion_id = n.id`,
    [changed.map(({ id }) => id), changed.map(({ state }) => state)],
  );
}

function stateOf(
  folded: Folded,
  { a, b, probability }: Pick<Proposal, 'a' | 'b' | 'probability'>,
): SuggestionState {
  const verdict = judge(folded, a, b);
  if (verdict === 'same') return 'accepted';
  if (verdict === 'never' || verdict === 'apart') return 'never';
  return refusedAt(folded, a, b) >= probability ? 'rejected' : 'open';
}

/** One side of a suggestion. */
export interface Side {
  readonly identityId: string;
  readonly kind: string;
  readonly platform: string;
  readonly value: string;
  readonly label: string;
  readonly personId: string | null;
  readonly personName: string | null;
}

export interface Suggestion {
  readonly id: string;
  readonly a: Side;
  readonly b: Side;
  readonly probability: number;
  readonly reasons: readonly Reason[];
  readonly state: SuggestionState;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

const SIDE = (
  alias: string,
): string => `jsonb_build_object('identityId', ${alias}.identity_id, 'kind', ${alias}.kind,
  'platform', ${alias}.platform, 'value', ${alias}.value, 'label', ${alias}.label,
  'personId', ${alias}.person_id, 'personName', (select p.name from person p where p.person_id = ${alias}.person_id))`;

/** Open suggestions, surest first; of several about the same two people, the surest. With how many there are in all. */
export async function listSuggestions(
  db: Queryable,
  options: { readonly limit: number; readonly offset?: number; readonly personId?: string },
): Promise<{ readonly rows: readonly Suggestion[]; readonly total: number }> {
  const open = `from (
      select distinct on (least(pa, pb), greatest(pa, pb)) s.*
        from (select s.*, coalesce(a.person_id, a.identity_id) as pa, coalesce(b.person_id, b.identity_id) as pb
                from identity_suggestion s join identity a on a.identity_id = s.identity_a
                join identity b on b.identity_id = s.identity_b
               where s.state = 'open' and ($1::uuid is null or a.person_id = $1 or b.person_id = $1)) s
       order by least(pa, pb), greatest(pa, pb), probability desc, suggestion_id) s`;
  const person = options.personId ?? null;
  const { rows } = await db.query<Suggestion>(
    `select s.suggestion_id as id, s.probability, s.reasons, s.state,
            (extract(epoch from s.proposed_at) * 1000)::float8 as at, ${SIDE('a')} as a, ${SIDE('b')} as b
       ${open} join identity a on a.identity_id = s.identity_a join identity b on b.identity_id = s.identity_b
      order by s.probability desc, s.suggestion_id limit $2 offset $3`,
    [person, options.limit, options.offset ?? 0],
  );
  const count = await db.query<{ total: number }>(`select count(*)::int as total ${open}`, [person]);
  return { rows, total: count.rows[0]?.total ?? 0 };
}

/** The pairs of these suggestions that are open. */
export async function readProposals(
  db: Queryable,
  ids: readonly string[],
): Promise<readonly (Proposal & { readonly id: string })[]> {
  const { rows } = await db.query<Proposal & { id: string }>(
    `select suggestion_id as id, identity_a as a, identity_b as b, probability, reasons
       from identity_suggestion where suggestion_id = any($1) and state = 'open' order by probability desc, suggestion_id`,
    [ids],
  );
  return rows;
}
