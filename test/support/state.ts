/** What is stored, as text that two databases can be compared by: row for row, without what depends on the clock. */
import type { Database } from '../../src/base/index.ts';
import { decodeBody, decompress } from '../../src/intake/codec.ts';

/** Tables and the columns that hold the time of storing or belong to one run. */
const TABLES: Readonly<Record<string, readonly string[]>> = {
  source: ['created_at', 'pulled_at', 'delivered_at'],
  source_cursor: [],
  failed_event: ['first_seen_at', 'replayed_at'],
  organization: [],
  person: [],
  identity: [],
  identity_name: [],
  identity_commit: [],
  identity_homepage: [],
  identity_timezone: [],
  affiliation: [],
  identity_affiliation: [],
  affiliation_proof: [],
  identity_decision: [],
  decided_identity: [],
  identity_suggestion: [],
  organization_decision: [],
  organization_verdict: [],
  evidence_lesson: [],
  asset: [],
  erasure: ['erased_at'],
  signal_key: [],
  signal: ['recorded_at'],
  signal_rollup: [],
  message: ['recorded_at'],
  message_text: [],
  message_node: [],
};

export interface StateOptions {
  /** Tables to leave out, e.g. `source_cursor` when batches came in another order. */
  readonly without?: readonly string[];
}

/** All rows of all tables, sorted. */
export async function storedState(
  db: Database,
  options: StateOptions = {},
): Promise<Readonly<Record<string, readonly string[]>>> {
  const state: Record<string, readonly string[]> = {};
  for (const [table, volatile] of Object.entries(TABLES)) {
    if (options.without?.includes(table)) continue;
    const { rows } = await db.query<{ line: string }>(
      `select (to_jsonb(t) - $1::text[])::text as line from ${table} t order by 1`,
      [volatile],
    );
    state[table] = rows.map((row) => row.line);
  }
  return state;
}

/** Everything stored that people or later rooms may see, as one text; originals of messages are left out. */
export async function storedText(db: Database): Promise<string> {
  const parts: string[] = [];
  for (const table of [...Object.keys(TABLES), 'run']) {
    const { rows } = await db.query<{ line: string }>(
      `select (to_jsonb(t) - 'raw')::text as line from ${table} t`,
    );
    parts.push(...rows.map((row) => row.line));
  }
  const { rows } = await db.query<{ body: Uint8Array }>('select body from failed_event');
  parts.push(...rows.map((row) => JSON.stringify(decodeBody(row.body), bytesAsText)));
  return parts.join('\n');
}

/** What the public side can reach: public signals with their assets, public messages with their texts. */
export async function publicText(db: Database): Promise<string> {
  const { rows } = await db.query<{ line: string }>(
    `select to_jsonb(s)::text as line from signal s where visibility = 'public'
     union all select to_jsonb(a)::text from asset a join signal s using (asset_id) where s.visibility = 'public'
     union all select (to_jsonb(m) - 'raw')::text from message m where visibility = 'public'
     union all select to_jsonb(t)::text from message_text t where visibility = 'public'`,
  );
  const originals = await db.query<{ raw: Uint8Array }>(
    `select raw from message where visibility = 'public'`,
  );
  return [
    ...rows.map(({ line }) => line),
    ...originals.rows.map(({ raw }) => Buffer.from(decompress(raw)).toString('latin1')),
  ].join('\n');
}

function bytesAsText(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  return value;
}
