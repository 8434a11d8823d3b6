/** One topic with its posts, asked for in pieces. */
import type { SourceRecord } from '../../contract.ts';
import { type Fields, fieldsOf } from '../../text/json.ts';
import { askHidden, type Forum } from './ask.ts';
import { type AnswerKind, type Body, postBody } from './post.ts';
import { recordId, withTopic } from './read.ts';

/** How many posts are asked for at once: what Discourse itself gives at once. */
const CHUNK = 20;

export interface TopicJob {
  /** What the list of topics says of it. */
  readonly listed: Fields;
  /** Posts that are older than this, and were not changed since, are known. Null: none is. */
  readonly floor: number | null;
  /** Whether its category is one that not everybody may read. */
  readonly closed: boolean;
}

/** The records of a topic, piece by piece; none when it is no longer shown. Of the known ones the first come again. */
export async function* readTopic(
  forum: Forum,
  { listed, floor, closed }: TopicJob,
): AsyncGenerator<readonly SourceRecord<Body>[]> {
  const { id, highest_post_number: highest } = listed;
  if (!Number.isInteger(id)) return;
  const topic = await askHidden(forum, `/t/${String(id)}.json`, (answer) => isTopic(answer, id, highest));
  if (topic === undefined) return;
  const { posts, stream } = fieldsOf(topic.post_stream);
  const first = Array.isArray(posts) ? posts : [];
  const from: AnswerKind = closed ? 'closed' : 'topic';
  yield recordsOf(forum, first, topic, from);
  const seen = new Set(first.map((post) => fieldsOf(post).id));
  const rest = (Array.isArray(stream) ? stream : []).filter(
    (post) => Number.isInteger(post) && !seen.has(post),
  );
  // From the latest back, in the order of their ids, whatever the order of the stream.
  const ids = rest.map(Number).sort((a, b) => b - a);
  for (let at = 0; at < ids.length; at += CHUNK) {
    const chunk = await askPosts(forum, id, ids.slice(at, at + CHUNK));
    yield recordsOf(forum, chunk, topic, from);
    if (floor !== null && chunk.length > 0 && chunk.every((post) => isKnown(post, floor))) return;
  }
}

/** Whether an answer is of this topic, and not older than the list that named it. */
function isTopic(answer: Fields, id: unknown, highest: unknown): boolean {
  const fresh = typeof highest !== 'number' || Number(answer.highest_post_number ?? highest) >= highest;
  return answer.id === id && fresh && Array.isArray(fieldsOf(answer.post_stream).posts);
}

async function askPosts(forum: Forum, topic: unknown, ids: readonly number[]): Promise<readonly unknown[]> {
  const query = ids.map((id) => `post_ids[]=${id}`).join('&');
  const asked = new Set<unknown>(ids);
  const postsOf = (answer: Fields): unknown => fieldsOf(answer.post_stream).posts;
  const answer = await askHidden(forum, `/t/${String(topic)}/posts.json?${query}`, (given) => {
    const posts = postsOf(given);
    return Array.isArray(posts) && posts.every((post) => asked.has(fieldsOf(post).id));
  });
  const posts = answer === undefined ? [] : postsOf(answer);
  return Array.isArray(posts) ? posts : [];
}

const timeOf = (value: unknown): number => Date.parse(String(value));

function isKnown(post: unknown, floor: number): boolean {
  const { created_at: created, updated_at: updated } = fieldsOf(post);
  return timeOf(created) < floor && !(timeOf(updated) >= floor);
}

function recordsOf(
  { url }: Forum,
  posts: readonly unknown[],
  topic: Fields,
  from: AnswerKind,
): SourceRecord<Body>[] {
  const place = { file: `${url}/t/${String(topic.id)}` };
  return posts.map((post, index) => {
    const body = postBody(withTopic(post, topic), topic, from);
    return { id: recordId(body, place, index), place, body };
  });
}
