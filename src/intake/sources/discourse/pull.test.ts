import { expect, test } from 'vitest';
import { hostileRemote } from '../../../../test/support/hostile_remote.ts';
import { type Kept, nothingKept, pullOnce } from '../../../../test/support/made_up_server.ts';
import { parseSettings } from '../../settings.ts';
import { discourse } from './source.ts';
import { activeTopic, forumOf, KEY, postOf, type State, settings, stateOf } from './testing.ts';

const postsOf = ({ topics }: State): string[] =>
  topics.flatMap(({ id, posts_count: count }) =>
    Array.from({ length: Number(count) }, (_unused, index) => `${id}/${index + 1}`),
  );
const open = { url: settings.url };
const pull = (state: () => State, kept?: Kept, given: Readonly<Record<string, string>> = open) =>
  pullOnce(discourse, forumOf(state), kept, { settings: given });

test('every post of every topic, once', async () => {
  const state = stateOf(130);
  const kept = await pull(() => state);
  expect(kept.errors).toEqual([undefined]);
  expect([...kept.messages.keys()].sort()).toEqual(postsOf(state).sort());
  expect(kept.messages.get('4/50')).toMatchObject({ visibility: 'public', subject: 'Question 4' });
});

test('a second run reads only topics in which something was written', async () => {
  const state = stateOf(130);
  let requests = 0;
  const counted = () => {
    requests++;
    return state;
  };
  const kept = await pull(counted);
  const first = requests;
  state.topics[3] = activeTopic(4, 60, 130 * 600);
  state.topics.push(activeTopic(200, 3, 131 * 600));
  requests = 0;
  await pull(counted, kept);
  expect(kept.errors).toEqual([undefined, undefined]);
  expect([...kept.messages.keys()].sort()).toEqual(postsOf(state).sort());
  expect(first).toBeGreaterThan(150);
  expect(requests).toBeLessThan(20);
});

test('a pinned topic is read when something is written in it', async () => {
  const state = stateOf(100);
  state.topics[0] = activeTopic(1, 2, 0, { pinned_globally: true });
  const kept = await pull(() => state);
  state.topics[0] = activeTopic(1, 3, 200 * 600, { pinned_globally: true });
  await pull(() => state, kept);
  expect(kept.messages.has('1/3')).toBe(true);
});

test('topics that are bumped or deleted while they are read hide no other', async () => {
  const state = stateOf(200);
  let asked = 0;
  let minute = 200 * 600;
  const gone = new Set<unknown>();
  const changing = (): State => {
    if (++asked % 5 === 0) {
      const [topic] = state.topics.splice(asked % 50, 1);
      if (asked % 2 === 0) gone.add(topic?.id);
      else if (topic !== undefined)
        state.topics.push(activeTopic(Number(topic.id), Number(topic.posts_count), ++minute));
    }
    return state;
  };
  const kept = await pull(changing);
  await pull(() => state, kept);
  const stored = new Set(kept.messages.keys());
  expect(postsOf(state).filter((post) => !stored.has(post))).toEqual([]);
});

test.each(Array.from({ length: 8 }, (_unused, seed) => seed))(
  'a server that misbehaves (%i): nothing lost, nothing doubled',
  async (seed) => {
    const state = stateOf(130);
    const hostile = hostileRemote(
      forumOf(() => state),
      seed,
      undefined,
      {
        limits: 1,
        cuts: 3,
        repeats: 5,
        shuffles: 50,
      },
    );
    const kept = nothingKept();
    // Once more than until it ends well: what a page that was kept from before hides, the next run finds.
    let well = 0;
    for (let run = 0; run < 200 && well < 2; run++) {
      await pullOnce(discourse, hostile, kept, { settings: open });
      if (kept.errors.at(-1) === undefined) well++;
    }
    expect(well).toBe(2);
    expect([...kept.messages.keys()].sort()).toEqual(postsOf(state).sort());
  },
);

test('with a key closed categories are read and stay private, and erased users are erased', async () => {
  const state = stateOf(3);
  state.topics.push(activeTopic(9, 2, 5_000, { category_id: 5 }));
  state.logs.push(
    { id: 7, action_name: 'anonymize_user', details: 'username: chloe' },
    { id: 8, action_name: 'delete_user', details: 'id: 3\nusername: ben\nname: Ben' },
    { id: 9, action_name: 'delete_user', details: null },
  );
  expect((await pull(() => state)).messages.has('9/1')).toBe(false);
  const kept = await pull(() => state, undefined, settings);
  expect(kept.messages.get('9/1')?.visibility).toBe('private');
  expect(kept.messages.get('1/1')?.visibility).toBe('public');
  const account = (login: string) => ({ kind: 'account', platform: 'forum.acme.example', login });
  expect([...kept.erasures.values()]).toEqual([account('chloe'), account('ben')]);
  await pull(() => state, kept, settings);
  expect(kept.erasures.size).toBe(2);
  expect(JSON.stringify([...kept.signals, ...kept.messages, ...kept.cursors])).not.toContain(KEY);
});

test('an edit and a deletion that the API shows are followed', async () => {
  const state = stateOf(3);
  const kept = await pull(() => state);
  const edited = { updated_at: '2026-10-01T00:00:00Z', cooked: '<p>Otherwise</p>' };
  const posts = [postOf(1, 1, edited), postOf(1, 2, { user_deleted: true }), postOf(1, 3)];
  state.topics[0] = activeTopic(1, 3, 9_000, { post_stream: { posts, stream: [] } });
  await pull(() => state, kept);
  expect(kept.messages.get('1/1')?.text).toBe('Otherwise');
  expect([...kept.erasures.values()]).toEqual([
    { kind: 'message', space: 'forum.acme.example', nativeId: '1/2' },
  ]);
});

test('the credentials are tried', async () => {
  const job = { cursor: async () => undefined, now: 0, signal: new AbortController().signal };
  const http = forumOf(() => stateOf(5));
  const given = parseSettings(discourse, settings);
  expect(await discourse.test?.({ ...job, http, settings: given })).toBe('Acme forum; 5 topics');
  const wrong = discourse.test?.({ ...job, http, settings: { ...given, api_key: 'other-4713' } });
  await expect(wrong).rejects.toMatchObject({ code: 'remote_refused' });
});
