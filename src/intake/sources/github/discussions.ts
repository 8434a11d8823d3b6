/** Discussions, which only GitHub's GraphQL API shows, and that only to who has a token. */
import { z } from 'zod';
import { LeadspringError } from '../../../base/plain.ts';
import type { Batch, SourceRecord } from '../../contract.ts';
import { type Fields, fieldsOf } from '../../text/json.ts';
import { staleness } from '../../text/pages.ts';
import { isCurrent } from '../../text/profile.ts';
import { malformed } from '../../text/remote.ts';
import { askGraphql } from './graph.ts';
import { type Reading, recordOf } from './lists.ts';
import { type Body, keepComment, keepThread } from './record.ts';

const AUTHOR =
  'author { login __typename ... on User { databaseId company websiteUrl } ... on Bot { databaseId } ... on Organization { databaseId } ... on Mannequin { databaseId } }';
const WRITTEN = `databaseId body createdAt updatedAt ${AUTHOR}`;
const MORE = 'pageInfo { hasNextPage endCursor }';
const REPLIES = `replies(first: 50) { ${MORE} nodes { ${WRITTEN} } }`;
const COMMENTS = `${MORE} nodes { id ${WRITTEN} ${REPLIES} }`;

/** In the order of their changes: what changes while it is read comes again, at the end. */
const DISCUSSIONS = `query($owner: String!, $name: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    discussions(first: 25, after: $after, orderBy: { field: UPDATED_AT, direction: ASC }) {
      ${MORE} nodes { id number title ${WRITTEN} category { name } comments(first: 50) { ${COMMENTS} } }
    }
  }
}`;
const MORE_COMMENTS = `query($id: ID!, $after: String) {
  node(id: $id) { id ... on Discussion { list: comments(first: 50, after: $after) { ${COMMENTS} } } }
}`;
const MORE_REPLIES = `query($id: ID!, $after: String) {
  node(id: $id) { id ... on DiscussionComment { list: replies(first: 50, after: $after) { ${MORE} nodes { ${WRITTEN} } } } }
}`;

const connection = z.object({
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  nodes: z.array(z.unknown()),
});
type Connection = z.infer<typeof connection>;

/** Reads what changed since the stored place, a place being the API's own cursor. */
export async function* readDiscussions(reading: Reading): AsyncGenerator<Batch<Body>> {
  const key = `${reading.name} discussions`;
  const stored = z.object({ after: z.string().nullable() }).safeParse(await reading.job.cursor(key));
  let after = stored.data?.after ?? null;
  const isStale = staleness(`discussions of ${reading.name}`, (node) => String(fieldsOf(node).number));
  const [owner = '', name = ''] = reading.name.split('/');
  for (;;) {
    const data = await askGraph(reading, DISCUSSIONS, { owner, name, after });
    if (data === INVALID_PLACE && after !== null) {
      after = null;
      continue;
    }
    const found = connectionOf(fieldsOf(fieldsOf(data).repository).discussions, reading);
    if (isStale(found.nodes, false, true)) continue;
    after = found.pageInfo.endCursor ?? after;
    const records: SourceRecord<Body>[] = [];
    for (const node of found.nodes) records.push(...(await recordsOf(reading, node)));
    yield { records, cursors: [{ key, value: { after } }] };
    if (!found.pageInfo.hasNextPage || reading.job.signal.aborted) return;
  }
}

/** A discussion and everything below it. */
async function recordsOf(reading: Reading, node: unknown): Promise<SourceRecord<Body>[]> {
  const fields = fieldsOf(node);
  const { repository } = reading;
  const thread = String(fields.number);
  const { now } = reading.job;
  const item = keepThread(restOf(fields, now));
  const records = [
    recordOf(reading, `thread ${thread}`, { kind: 'thread', of: 'discussion', repository, item }),
  ];
  const add = (comment: Fields, parent?: unknown): void => {
    const id = `discussion_comment ${String(comment.databaseId)}`;
    const kept = keepComment(restOf(comment, now), parent);
    const body = { kind: 'comment', of: 'discussion_comment', repository, thread, item: kept } as const;
    records.push(recordOf(reading, id, body));
  };
  for await (const comment of nodesOf(reading, MORE_COMMENTS, fields.id, fields.comments)) {
    add(comment);
    for await (const reply of nodesOf(reading, MORE_REPLIES, comment.id, comment.replies)) {
      add(reply, comment.databaseId);
    }
  }
  return records;
}

/** The nodes of a list of which the first page is there already. */
async function* nodesOf(
  reading: Reading,
  query: string,
  id: unknown,
  first: unknown,
): AsyncGenerator<Fields> {
  let page = connectionOf(first, reading);
  for (;;) {
    yield* page.nodes.map(fieldsOf);
    const { hasNextPage, endCursor } = page.pageInfo;
    if (!hasNextPage || endCursor === null) return;
    const data = await askGraph(reading, query, { id, after: endCursor });
    const node = fieldsOf(fieldsOf(data).node);
    page = connectionOf(node.list, reading);
    if (node.id !== id || page.pageInfo.endCursor === endCursor) {
      throw malformed(reading.settings.graphql, 'answers with a page that was not asked for');
    }
  }
}

/** The fields as the REST API and webhooks name them. */
function restOf({ databaseId, createdAt, updatedAt, author, ...rest }: Fields, now: number): Fields {
  const { login, databaseId: user, __typename: type, company: said, websiteUrl } = fieldsOf(author);
  const company = isCurrent(Date.parse(String(createdAt)), now)
    ? { company: said, homepage: websiteUrl }
    : {};
  return {
    ...rest,
    ...{ id: databaseId, created_at: createdAt, updated_at: updatedAt },
    user: author === null || author === undefined ? null : { login, id: user, type, ...company },
  };
}

function connectionOf(value: unknown, { settings }: Reading): Connection {
  const parsed = connection.safeParse(value);
  if (parsed.success) return parsed.data;
  throw malformed(settings.graphql, 'answers without the list that was asked for');
}

const INVALID_PLACE = 'invalid place';

/** The data of a GraphQL answer, or `INVALID_PLACE`. Its errors come with status 200. */
async function askGraph(reading: Reading, query: string, variables: Fields): Promise<unknown> {
  const { settings } = reading;
  const { data, errors } = await askGraphql(reading, query, variables);
  if (!Array.isArray(errors) || errors.length === 0) return data;
  const kind = String(fieldsOf(errors[0]).type).slice(0, 100);
  if (kind === 'INVALID_CURSOR_ARGUMENTS') return INVALID_PLACE;
  if (kind === 'RATE_LIMITED') {
    throw new LeadspringError('remote_limited', `${settings.graphql} says that its quota is used up.`);
  }
  if (kind === 'FORBIDDEN' || kind === 'INSUFFICIENT_SCOPES') {
    throw new LeadspringError('remote_refused', `${settings.graphql} does not show discussions (${kind}).`);
  }
  throw malformed(settings.graphql, `answers with an error (${kind})`);
}
