import { expect, test } from 'vitest';
import { checkConformance } from '../../../../test/support/conformance_outcome.ts';
import { hostileRemote } from '../../../../test/support/hostile_remote.ts';
import { nothingKept, pullOnce } from '../../../../test/support/made_up_server.ts';
import { parseSettings } from '../../settings.ts';
import { readMentionSettings } from '../../text/mentions.ts';
import { hitAdapter } from './adapt.ts';
import { pullConformance } from './conformance.ts';
import { hitBody } from './hit.ts';
import { hackerNews } from './source.ts';
import { hitOf, hitsOf, type Json, searchOf, second, settings } from './testing.ts';

test('the cases come to what they say', () => checkConformance(hackerNews, pullConformance, expect));

const adapt = hitAdapter(readMentionSettings(parseSettings(hackerNews, settings)));
const take = (hit: Json) => adapt({ id: 'x', place: { file: 'f' }, body: hitBody(hit) });

test('a comment and a link mention, a text of one’s own publishes', () => {
  expect([3, 4, 5].map((id) => take(hitOf(id)).signals[0])).toMatchObject([
    {
      ...{ nativeId: 'item:3', accessPoint: 'social', act: 'mention', at: second(3) * 1_000 },
      actor: { login: 'user3', platform: 'news.ycombinator.com' },
      asset: { kind: 'thread', key: 'news.ycombinator.com/item?id=7', title: 'Databases' },
    },
    { act: 'publish', asset: { kind: 'post', key: 'news.ycombinator.com/item?id=4' } },
    { act: 'mention', asset: { title: 'A talk 5' } },
  ]);
});

test.each<[string, Json]>([
  ['not_relevant', hitOf(3, { comment_text: 'Acmeology is a science', story_title: 'Acme' })],
  ['own_work', hitOf(3, { author: 'Acme_Team' })],
  ['deleted', hitOf(3, { author: null })],
])('left out as %s', (reason, hit) => {
  expect(take(hit).dropped).toEqual({ [reason]: 1 });
});

test('all hits, also those beyond the first pages, and then only new ones', async () => {
  const hits = hitsOf(450);
  const kept = await pullOnce(
    hackerNews,
    searchOf(() => hits),
    undefined,
    { settings },
  );
  expect(kept.signals.size).toBe(450);
  hits.push(hitOf(500));
  let asked = 0;
  const counted = searchOf(() => {
    asked++;
    return hits;
  });
  await pullOnce(hackerNews, counted, kept, { settings });
  expect([kept.signals.size, asked]).toEqual([451, 1]);
});

test('many in the same second', async () => {
  const hits = Array.from({ length: 80 }, (_unused, index) => hitOf(index + 1, { created_at_i: second(5) }));
  const kept = await pullOnce(
    hackerNews,
    searchOf(() => [...hits, ...hitsOf(300).slice(80)]),
    undefined,
    { settings },
  );
  expect(kept.signals.size).toBe(300);
});

test.each([1, 2, 3, 4, 5])('a server that misbehaves (%i): nothing lost, nothing doubled', async (seed) => {
  const hostile = hostileRemote(
    searchOf(() => hitsOf(950)),
    seed,
  );
  const kept = nothingKept();
  for (let run = 0; run < 50; run++) {
    await pullOnce(hackerNews, hostile, kept, { settings });
    if (kept.errors.at(-1) === undefined) break;
  }
  expect(kept.signals.size).toBe(950);
});

test('the search is tried', async () => {
  const job = { cursor: async () => undefined, now: 0, signal: new AbortController().signal };
  const http = searchOf(() => hitsOf(5));
  expect(await hackerNews.test?.({ ...job, http, settings: parseSettings(hackerNews, settings) })).toBe(
    '“Acme” 5 times',
  );
});
