/** Asks a forum: all topics with their posts, then those in which something was written since. */
import { z } from 'zod';
import type { Batch, PullJob, SourceRecord } from '../../contract.ts';
import { type Fields, fieldsOf } from '../../text/json.ts';
import { backState, walkBack } from '../../text/pages.ts';
import { ask, askHidden, type Forum, forumOf } from './ask.ts';
import type { Body } from './post.ts';
import { readTopic } from './topic.ts';

const TOPICS = 'topics';
const ERASED = 'erased users';

export async function* pullForum(job: PullJob): AsyncGenerator<Batch<Body>> {
  const forum = forumOf(job);
  yield* pullTopics(job, forum);
  if (forum.hasKey && !job.signal.aborted) yield* pullErased(job, forum);
}

/** @returns what was found, for people */
export async function testForum(job: PullJob): Promise<string> {
  const forum = forumOf(job);
  const about = await ask(forum, '/about.json', (answer) => 'about' in answer);
  const { title, stats } = fieldsOf(about.about);
  const { topics_count: topics, topic_count: older } = fieldsOf(stats);
  return `${String(title).slice(0, 100)}; ${String(topics ?? older ?? 'some')} topics`;
}

const topicsState = z.object({
  walk: backState,
  /** The last page, as far as it is known. */
  last: z.int(),
  /** Everything that was written before is read, in whatever topic. */
  complete: z.number().nullable(),
});

/**
 * Topics by the time of the last activity, oldest first, from the last page back: what is bumped or deleted while they
 * are read moves others to pages that are still to be read. What is bumped itself moves away, and the next walk finds
 * it; so posts are known only up to the last walk in which nothing moved.
 */
async function* pullTopics(job: PullJob, forum: Forum): AsyncGenerator<Batch<Body>> {
  const stored = topicsState.safeParse(await job.cursor(TOPICS)).data;
  const closed = await closedCategories(forum);
  const list = openList(forum, stored?.last ?? 1, job.now);
  let complete = stored?.complete ?? null;
  for await (const { items, floor, state: walk } of walkBack(list, stored?.walk ?? null)) {
    for (const listed of [...list.takePinned(), ...items]) {
      // Nothing new was written in what stands behind the known.
      if (floor !== null && list.timeOf(listed) < floor) continue;
      const topic = {
        listed,
        floor: complete === null ? null : complete - MINUTE,
        closed: closed.has(listed.category_id),
      };
      for await (const records of readTopic(forum, topic)) yield { records, cursors: [] };
      if (job.signal.aborted) return;
    }
    if (walk.page === null && (await list.isQuietSince(walk.top))) complete = walk.top;
    yield { records: [], cursors: [{ key: TOPICS, value: { walk, last: list.last(), complete } }] };
  }
}

/** Edits and clocks are a little late. */
const MINUTE = 60_000;

/** The list of topics, whose last page has to be looked for. Pinned topics stand on the first, whenever written in. */
function openList(forum: Forum, hint: number, until: number) {
  let last = hint;
  let pinned: readonly Fields[] = [];
  const timeOf = (topic: Fields): number => Date.parse(String(topic.bumped_at));
  return {
    what: `topics of ${forum.url}`,
    timeOf,
    idOf: (topic: Fields) => String(topic.id),
    until,
    ask: async (page: number) => {
      const { items } = await askTopics(forum, page);
      if (page === 1) {
        pinned = items.filter((topic) => topic.pinned === true || topic.pinned_globally === true);
        last = await lastPage(forum, last);
      }
      return { items, last };
    },
    last: () => last,
    takePinned: (): readonly Fields[] => {
      const taken = pinned;
      pinned = [];
      return taken;
    },
    isQuietSince: async (top: number | null): Promise<boolean> => {
      last = await lastPage(forum, last);
      const { items } = await askTopics(forum, last);
      return top !== null && items.every((topic) => !(timeOf(topic) > top && timeOf(topic) <= until));
    },
  };
}

async function askTopics(
  forum: Forum,
  page: number,
): Promise<{ readonly items: readonly Fields[]; readonly more: boolean }> {
  const path = `/latest.json?order=activity&ascending=true&no_definitions=true&page=${page - 1}`;
  const answer = await ask(forum, path, ({ topic_list: list }) => {
    const { topics: given, more_topics_url: next } = fieldsOf(list);
    const number = /[?&]page=(\d{1,9})/.exec(typeof next === 'string' ? next : '')?.[1];
    return Array.isArray(given) && (number === undefined || Number(number) === page);
  });
  const { topics, more_topics_url: more } = fieldsOf(answer.topic_list);
  return { items: Array.isArray(topics) ? topics.map(fieldsOf) : [], more: typeof more === 'string' };
}

/** Nothing says how many pages there are: from what was the last one on, by doubled steps, then by halves. */
async function lastPage(forum: Forum, hint: number): Promise<number> {
  const isBeforeLast = async (page: number): Promise<boolean> => (await askTopics(forum, page)).more;
  let low = 0;
  let high = Math.max(1, hint);
  for (let step = 1; await isBeforeLast(high); step *= 2) [low, high] = [high, high + step];
  // The last page is the first one behind `low` that has none behind it.
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (await isBeforeLast(middle)) low = middle;
    else high = middle;
  }
  return high;
}

/** Ids of categories that not everybody may read. Without a key none of them is shown. */
async function closedCategories(forum: Forum): Promise<ReadonlySet<unknown>> {
  if (!forum.hasKey) return new Set();
  const site = await ask(forum, '/site.json', ({ categories }) => Array.isArray(categories));
  const all = Array.isArray(site.categories) ? site.categories.map(fieldsOf) : [];
  return new Set(all.filter((category) => category.read_restricted === true).map(({ id }) => id));
}

/** Users that were erased, from the log of the staff, where the key may read it. */
async function* pullErased(job: PullJob, forum: Forum): AsyncGenerator<Batch<Body>> {
  const known = z.object({ id: z.int() }).safeParse(await job.cursor(ERASED)).data?.id ?? 0;
  let latest = known;
  const records: SourceRecord<Body>[] = [];
  for (const action of ['anonymize_user', 'delete_user']) {
    const path = `/admin/logs/staff_action_logs.json?action_name=${action}&limit=200`;
    const answer = await askHidden(forum, path, (given) => 'staff_action_logs' in given);
    const logs = Array.isArray(answer?.staff_action_logs) ? answer.staff_action_logs.map(fieldsOf) : [];
    for (const { id, details } of logs) {
      const username = /^username: (\S{1,200})$/m.exec(String(details))?.[1];
      if (typeof id !== 'number' || !Number.isInteger(id) || id <= known || username === undefined) continue;
      latest = Math.max(latest, id);
      const place = { file: `${forum.url} staff log`, line: id };
      records.push({ id: `erased:${id}`, place, body: { gone: { username } } });
    }
  }
  if (latest > known) yield { records, cursors: [{ key: ERASED, value: { id: latest } }] };
}
