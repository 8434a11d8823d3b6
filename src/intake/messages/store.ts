/**
 * The conversation store: every message once, untouched. `message` is the truth; `message_text` and `message_node`
 * are derived from it and can be rebuilt.
 */
import { type Client, type CopyValue, idFrom, type MessageId, type SourceId } from '../../base/index.ts';
import type { MessageDraft, Visibility } from '../contract.ts';
import { touchAuthors } from '../identities/touched_store.ts';
import { joinThreads, type ThreadNode } from './threads.ts';

/** A message whose author is resolved and whose original is compressed. */
export interface MessageRow {
  readonly draft: MessageDraft;
  readonly identityId: string | null;
  /** zstd of `draft.raw`, and the original's size. */
  readonly compressed: Uint8Array;
  readonly size: number;
}

/** The id of a message. A public and a private copy of one message are two messages: they never meet. */
export function messageId(space: string, visibility: Visibility, nativeId: string): MessageId {
  return idFrom('message', space, visibility, nativeId);
}

/** Words beyond this many characters are kept in `raw` but not indexed for search. */
const INDEXED_TEXT = 65_536;
/** Nearest ancestors kept per message; more are noise or an attack. */
const LONGEST_HINTS = 100;

/**
 * Stores the messages that are not stored yet, makes them searchable and threads them.
 * @returns the ids that were new
 */
export async function writeMessages(
  client: Client,
  source: SourceId,
  messages: readonly MessageRow[],
  now: number,
): Promise<ReadonlySet<string>> {
  const rows = new Map<string, MessageRow>();
  for (const message of messages) {
    const id = messageId(message.draft.space, message.draft.visibility, message.draft.nativeId);
    if (isLater(message.draft, rows.get(id)?.draft)) rows.set(id, message);
  }
  if (rows.size === 0) return new Set();
  const known = await client.query<{ id: string; editedAt: Date | null }>(
    'select id, edited_at as "editedAt" from message where id = any($1::uuid[])',
    [[...rows.keys()]],
  );
  const edits: [string, MessageRow][] = [];
  for (const { id, editedAt } of known.rows) {
    const row = rows.get(id);
    rows.delete(id);
    const before = editedAt === null ? {} : { editedAt: editedAt.getTime() };
    if (row !== undefined && isLater(row.draft, before)) edits.push([id, row]);
  }
  await replaceEdited(client, edits);
  const ordered = [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
  const edited = edits.map(([id]) => id);
  if (ordered.length === 0) return new Set(edited);
  const fresh = await insertMessages(client, source, ordered, now);
  await insertTexts(
    client,
    ordered.filter(([id]) => fresh.has(id)),
  );
  await threadMessages(
    client,
    ordered.filter(([id]) => fresh.has(id)),
  );
  await touchAuthors(client, [...fresh]);
  return new Set([...fresh, ...edited]);
}

/** Whether an edit is to be kept instead of what is there. Of two equally late ones the first stays. */
function isLater(
  draft: Pick<MessageDraft, 'editedAt'>,
  known: Pick<MessageDraft, 'editedAt'> | undefined,
): boolean {
  if (known === undefined) return true;
  const never = Number.NEGATIVE_INFINITY;
  return (draft.editedAt ?? never) > (known.editedAt ?? never);
}

/** An edited message keeps its author and its place in the thread; what it says is the edit's. */
async function replaceEdited(
  client: Client,
  edits: readonly (readonly [string, MessageRow])[],
): Promise<void> {
  for (const [id, { draft, compressed, size }] of edits) {
    await client.query(
      `update message set subject = $2, claims = $3, raw = $4, raw_size = $5, edited_at = $6 where id = $1`,
      [id, draft.subject.slice(0, 1_000), draft.claims, compressed, size, new Date(draft.editedAt ?? 0)],
    );
    await client.query('delete from message_text where id = $1', [id]);
  }
  if (edits.length > 0) await insertTexts(client, edits);
}

const COLUMNS = [
  ...[
    'id',
    'source_id',
    'space',
    'native_id',
    'container',
    'visibility',
    'at',
    'subject',
    'identity_id',
    'author_name',
  ],
  ...['claims', 'thread_hints', 'format', 'raw', 'raw_size', 'recorded_at', 'edited_at'],
];

async function insertMessages(
  client: Client,
  source: SourceId,
  rows: readonly (readonly [string, MessageRow])[],
  now: number,
): Promise<ReadonlySet<string>> {
  await client.query('create temp table if not exists stage_message (like message) on commit delete rows');
  const lines = rows.map(([id, { draft, identityId, compressed, size }]): readonly CopyValue[] => [
    ...[id, source, draft.space, draft.nativeId, draft.container, draft.visibility, new Date(draft.at)],
    ...[draft.subject.slice(0, 1_000), identityId, (draft.author.name ?? '').slice(0, 200), draft.claims],
    ...[draft.references.slice(-LONGEST_HINTS), draft.format, compressed, size, new Date(now)],
    draft.editedAt === undefined ? null : new Date(draft.editedAt),
  ]);
  await client.copy('stage_message', COLUMNS, lines);
  const { rows: inserted } = await client.query<{ id: string }>(
    `insert into message (${COLUMNS.join(', ')}) select ${COLUMNS.join(', ')} from stage_message order by id
     on conflict (id) do nothing returning id`,
  );
  return new Set(inserted.map((row) => row.id));
}

async function insertTexts(client: Client, rows: readonly (readonly [string, MessageRow])[]): Promise<void> {
  await client.query(
    'create temp table if not exists stage_message_text (id uuid, visibility text, subject text, body text) on commit delete rows',
  );
  await client.copy(
    'stage_message_text',
    ['id', 'visibility', 'subject', 'body'],
    rows.map(([id, { draft }]) => [id, draft.visibility, draft.subject, draft.text]),
  );
  // 'simple': lists are written in many languages, and stemming by the wrong one loses words.
  await client.query(
    `insert into message_text (id, visibility, body, words)
     select id, visibility, body, setweight(to_tsvector('simple', left(subject, 1000)), 'A')
            || to_tsvector('simple', left(body, ${INDEXED_TEXT}))
       from stage_message_text order by id on conflict (id) do nothing`,
  );
}

/** Adds messages to the thread graph; see threads.ts. */
async function threadMessages(
  client: Client,
  rows: readonly (readonly [string, MessageRow])[],
): Promise<void> {
  const nodes: ThreadNode[] = rows.map(([id, { draft }]) => ({
    id,
    parents: draft.references
      .slice(-LONGEST_HINTS)
      .map((reference) => messageId(draft.space, draft.visibility, reference)),
  }));
  const touched = [...new Set(nodes.flatMap((node) => [node.id, ...node.parents]))];
  const known = await client.query<{ node_id: string; thread_id: string }>(
    'select node_id, thread_id from message_node where node_id = any($1::uuid[]) for update',
    [touched],
  );
  const joined = joinThreads(nodes, new Map(known.rows.map((row) => [row.node_id, row.thread_id])));
  await client.query(
    'create temp table if not exists stage_node (node_id uuid, thread_id uuid, present boolean) on commit delete rows',
  );
  const present = new Set(nodes.map((node) => node.id));
  const lines = [...joined.threads].sort().map(([node, thread]) => [node, thread, present.has(node)]);
  await client.copy('stage_node', ['node_id', 'thread_id', 'present'], lines);
  await client.query(
    `insert into message_node as t select node_id, thread_id, present from stage_node order by node_id
     on conflict (node_id) do update set thread_id = excluded.thread_id, present = t.present or excluded.present
     where t.thread_id <> excluded.thread_id or t.present <> (t.present or excluded.present)`,
  );
  if (joined.merged.size === 0) return;
  await client.query(
    `update message_node t set thread_id = m.new_id
       from unnest($1::uuid[], $2::uuid[]) as m(old_id, new_id) where t.thread_id = m.old_id`,
    [[...joined.merged.keys()], [...joined.merged.values()]],
  );
}
