/** Hacker News: who names the product there, or links to it. */
import { defineSource } from '../../contract.ts';
import { MENTION_SETTINGS, readMentionSettings } from '../../text/mentions.ts';
import { hitAdapter } from './adapt.ts';
import type { Body } from './hit.ts';
import { pullHits, testSearch } from './pull.ts';

export const hackerNews = defineSource<Body>({
  name: 'hacker_news',
  title: 'Hacker News',
  summary: 'Stories and comments at Hacker News that name the product or link to it.',
  expects: '',
  accessPoints: ['social'],
  settings: MENTION_SETTINGS,
  sensitive: [],
  resumable: true,
  version: 1,
  threads: false,
  pull: pullHits,
  test: testSearch,
  adapter: async (settings) => hitAdapter(readMentionSettings(settings)),
});
