/** Reddit: who names the product there, or links to it. */
import { defineSource } from '../../contract.ts';
import { readMentionSettings } from '../../text/mentions.ts';
import { postAdapter } from './adapt.ts';
import type { Body } from './post.ts';
import { pullPosts, testSearch } from './pull.ts';
import { SETTINGS } from './settings.ts';

export const reddit = defineSource<Body>({
  name: 'reddit',
  title: 'Reddit',
  summary: 'Posts at Reddit that name the product or link to it.',
  expects: '',
  accessPoints: ['social'],
  settings: SETTINGS,
  sensitive: [],
  resumable: true,
  version: 1,
  threads: false,
  pull: pullPosts,
  test: testSearch,
  adapter: async (settings) => postAdapter(readMentionSettings(settings)),
});
