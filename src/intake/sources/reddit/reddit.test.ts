import { expect, test } from 'vitest';
import { checkConformance } from '../../../../test/support/conformance_outcome.ts';
import { hostileRemote } from '../../../../test/support/hostile_remote.ts';
import { nothingKept, pullOnce } from '../../../../test/support/made_up_server.ts';
import { parseSettings } from '../../settings.ts';
import { readMentionSettings } from '../../text/mentions.ts';
import { postAdapter } from './adapt.ts';
import { pullConformance } from './conformance.ts';
import { postBody } from './post.ts';
import { reddit } from './source.ts';
import { type Json, postOf, postsOf, searchOf, second, settings } from './testing.ts';

test('the cases come to what they say', () => checkConformance(reddit, pullConformance, expect));

const adapt = postAdapter(readMentionSettings(parseSettings(reddit, settings)));
const take = (post: Json) => adapt({ id: 'x', place: { file: 'f' }, body: postBody(post) });

test('a text of one’s own publishes, a link mentions', () => {
  expect([2, 3].map((number) => take(postOf(number)).signals[0])).toMatchObject([
    {
      ...{ nativeId: 'post:2', accessPoint: 'social', act: 'publish', at: second(2) * 1_000 },
      actor: { login: 'user2', platform: 'reddit' },
      asset: { kind: 'post', key: 'reddit.com/r/databases/comments/2/post/', title: 'Post 2' },
    },
    { act: 'mention' },
  ]);
});

test.each<[string, Json]>([
  ['not_relevant', postOf(2, { selftext: 'Acmeology' })],
  ['own_work', postOf(2, { author: 'Acme_Team' })],
  ['deleted', postOf(2, { author: '[deleted]' })],
  ['deleted', postOf(2, { removed_by_category: 'moderator' })],
  ['bot', postOf(2, { author: 'AutoModerator' })],
])('left out as %s', (reason, post) => {
  expect(take(post).dropped).toEqual({ [reason]: 1 });
});

test('all posts, then only new ones', async () => {
  const posts = postsOf(350);
  const kept = await pullOnce(
    reddit,
    searchOf(() => posts),
    undefined,
    { settings },
  );
  expect([kept.errors[0], kept.signals.size]).toEqual([undefined, 350]);
  posts.push(postOf(400));
  let asked = 0;
  const counted = searchOf(() => {
    asked++;
    return posts;
  });
  await pullOnce(reddit, counted, kept, { settings });
  expect([kept.signals.size, asked]).toEqual([351, 1]);
});

test('the public search is asked without an app', async () => {
  const kept = await pullOnce(
    reddit,
    searchOf(() => postsOf(5)),
    undefined,
    { settings: { words: 'Acme' } },
  );
  expect(kept.signals.size).toBe(5);
});

test.each([1, 2, 3, 4, 5])('a server that misbehaves (%i): nothing lost, nothing doubled', async (seed) => {
  const hostile = hostileRemote(
    searchOf(() => postsOf(950)),
    seed,
    undefined,
    {
      ...{ limits: 8, cuts: 8, repeats: 12, shuffles: 0 },
    },
  );
  const kept = nothingKept();
  for (let run = 0; run < 50; run++) {
    await pullOnce(reddit, hostile, kept, { settings });
    if (kept.errors.at(-1) === undefined) break;
  }
  expect(kept.signals.size).toBe(950);
});

test('the app is tried', async () => {
  const job = { cursor: async () => undefined, now: 0, signal: new AbortController().signal };
  const http = searchOf(() => postsOf(150));
  const given = parseSettings(reddit, settings);
  expect(await reddit.test?.({ ...job, http, settings: given })).toBe('“Acme” in 100 and more posts');
  const wrong = reddit.test?.({ ...job, http, settings: { ...given, client_secret: 'other-4713' } });
  await expect(wrong).rejects.toMatchObject({ code: 'remote_refused' });
});
