/** The API of Stack Exchange (2.3): its questions about itself, its patience, and its items as posts. */
import { setTimeout as sleep } from 'node:timers/promises';
import { LeadspringError } from '../../../base/plain.ts';
import type { PullJob } from '../../contract.ts';
import { type Fields, fieldsOf } from '../../text/json.ts';
import { askJson, malformed } from '../../text/remote.ts';
import type { PostBody } from './post.ts';

const API = 'https://api.stackexchange.com/2.3';
/** A run does not wait longer, in seconds, when it is asked to; the next one goes on from there. */
const LONGEST_PAUSE = 300;

export interface ApiAnswer {
  readonly items: readonly unknown[];
  readonly more: boolean;
  /** Requests that are left for today, as far as the answer says. */
  readonly left: number | null;
}

/**
 * Asks the API, and waits as long as its answer asks to before the next question.
 * @param query names and values, without the key
 * @throws LeadspringError `remote_limited` when the quota is used up; what `askJson` throws
 */
export async function askApi(
  job: PullJob,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<ApiAnswer> {
  const { key } = job.settings;
  const known = typeof key === 'string' && key !== '' ? { ...query, key } : query;
  const url = `${API}${path}`;
  const { value } = await askJson(job.http, `${url}?${new URLSearchParams(known)}`, { expect: [400] });
  const { items, has_more: more, quota_remaining: left, backoff, ...rest } = fieldsOf(value);
  if ('error_id' in rest) throw failureOf(rest, url);
  if (!Array.isArray(items)) throw malformed(url, 'answers without items');
  if (typeof backoff === 'number' && backoff > 0) await pause(backoff, job);
  return { items, more: more === true, left: typeof left === 'number' ? left : null };
}

async function pause(seconds: number, { signal }: PullJob): Promise<void> {
  if (seconds > LONGEST_PAUSE) {
    throw new LeadspringError('remote_limited', `${API} asks to wait ${Math.ceil(seconds)} s.`);
  }
  // An aborted run ends where it looks at the signal.
  await sleep(seconds * 1_000, undefined, { signal }).catch((thrown: unknown) => {
    if (!signal.aborted) throw thrown;
  });
}

/** Errors come with status 400 and a number of their own. */
function failureOf({ error_id: id, error_name: name }: Fields, url: string): LeadspringError {
  const what = `${url} answers with ${String(name).slice(0, 100)}.`;
  if (id === 502) return new LeadspringError('remote_limited', what);
  if (id === 401 || id === 402 || id === 403 || id === 405 || id === 406) {
    return new LeadspringError('remote_refused', what);
  }
  return malformed(url, `answers with ${String(name).slice(0, 100)}`);
}

/** What is asked for of every question: its text, answers, and the comments on all of them, written as they are. */
const FILTER_FIELDS = [
  '.backoff',
  '.error_id',
  '.error_name',
  '.has_more',
  '.items',
  '.quota_remaining',
  ...['question_id', 'title', 'body', 'tags', 'owner', 'answers', 'comments', 'score'].map(
    (field) => `question.${field}`,
  ),
  ...['creation_date', 'last_activity_date', 'last_edit_date', 'accepted_answer_id'].map(
    (field) => `question.${field}`,
  ),
  ...['answer_id', 'body', 'owner', 'comments', 'creation_date', 'last_edit_date', 'score'].map(
    (field) => `answer.${field}`,
  ),
  ...['comment_id', 'post_id', 'body_markdown', 'owner', 'creation_date', 'score'].map(
    (field) => `comment.${field}`,
  ),
  'shallow_user.user_id',
  'shallow_user.display_name',
];

/** Makes the filter that the questions are asked with. The same fields always have the same filter, for ever. */
export async function createFilter(job: PullJob): Promise<string> {
  const query = { base: 'none', unsafe: 'true', include: FILTER_FIELDS.join(';') };
  const { items } = await askApi(job, '/filters/create', query);
  const { filter } = fieldsOf(items[0]);
  if (typeof filter === 'string') return filter;
  throw malformed(`${API}/filters/create`, 'answers without a filter');
}

const numberOf = (value: unknown): number | null => (Number.isInteger(value) ? Number(value) : null);
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
/** Times are seconds since the epoch. */
const timeOf = (value: unknown): number | null => {
  const seconds = numberOf(value);
  return seconds === null ? null : seconds * 1_000;
};

type Part = PostBody['post'];

/** What questions, answers and comments have in common. */
function common(fields: Fields): Pick<Part, 'created' | 'edited' | 'user' | 'name' | 'score'> {
  const owner = fieldsOf(fields.owner);
  return {
    created: timeOf(fields.creation_date),
    edited: timeOf(fields.last_edit_date),
    user: numberOf(owner.user_id),
    name: textOf(owner.display_name) ?? '',
    score: numberOf(fields.score),
  };
}

const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : []);

/** A question with its answers and all comments, as the dump of the site would have them. */
export function postsOfQuestion(item: unknown): PostBody[] {
  const question = fieldsOf(item);
  const thread = numberOf(question.question_id);
  const tags = Array.isArray(question.tags) ? question.tags.map(String) : [];
  const posts: PostBody[] = [
    {
      post: {
        ...common(question),
        ...{ kind: 'question', id: thread, thread, parent: null, html: true, tags },
        title: textOf(question.title) ?? '',
        body: textOf(question.body),
        accepted: numberOf(question.accepted_answer_id),
      },
    },
    ...listOf(question.comments).map((comment) => commentOf(comment, thread)),
  ];
  for (const answer of listOf(question.answers)) {
    const rest = { kind: 'answer', id: numberOf(answer.answer_id), thread, parent: thread } as const;
    const body = textOf(answer.body);
    posts.push({
      post: { ...common(answer), ...rest, title: '', body, html: true, tags: [], accepted: null },
    });
    posts.push(...listOf(answer.comments).map((comment) => commentOf(comment, thread)));
  }
  return posts;
}

function commentOf(comment: Fields, thread: number | null): PostBody {
  const [id, parent] = [numberOf(comment.comment_id), numberOf(comment.post_id)];
  const body = textOf(comment.body_markdown);
  return {
    post: {
      ...common(comment),
      ...{ kind: 'comment', id, thread, parent, title: '', body, html: false, tags: [], accepted: null },
    },
  };
}
