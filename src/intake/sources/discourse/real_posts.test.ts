/** Recorded answers of real forums, where they are at hand. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { postAdapter } from './adapt.ts';
import { readPosts } from './read.ts';

const DATA = join(import.meta.dirname, '../../../../../shared/data/api-answers/discourse');

test('every post of recorded answers is stored, or left out for a reason', async ({ skip }) => {
  if (!existsSync(DATA)) skip('the recorded answers are not here');
  const adapt = postAdapter({ space: 'forum.example', visibility: 'auto' });
  const fates = { stored: 0, dropped: 0, failed: 0 };
  const wrong: string[] = [];
  const job = { input: DATA, settings: {}, cursor: async () => undefined, now: 0 };
  for await (const batch of readPosts({ ...job, signal: new AbortController().signal })) {
    for (const { place } of batch.failures ?? []) wrong.push(place.file.slice(DATA.length + 1));
    for (const record of batch.records) {
      const { messages, dropped, failures } = adapt(record);
      fates.stored += messages.length;
      fates.dropped += Object.keys(dropped).length;
      fates.failed += failures.length;
    }
  }
  expect(fates.stored).toBeGreaterThan(20);
  expect(fates.failed).toBe(0);
  // Lists of topics hold no posts.
  expect(wrong.filter((file) => !file.startsWith('discourse_topics'))).toEqual([]);
});
