/** GitHub: who asks, answers, changes, stars and copies, from its API and its webhooks. */
import { defineSource } from '../../contract.ts';
import { githubAdapter } from './adapt.ts';
import { pullRepositories, testRepositories } from './pull.ts';
import { receive } from './receive.ts';
import type { Body } from './record.ts';
import { readSettings, SETTINGS } from './settings.ts';

export const github = defineSource<Body>({
  name: 'github',
  title: 'GitHub',
  summary:
    'Issues, pull requests, discussions and comments on them, stars, forks, releases and their download counts of repositories at GitHub.',
  expects: '',
  accessPoints: ['code', 'forum', 'download'],
  settings: SETTINGS,
  sensitive: ['email'],
  resumable: true,
  version: 1,
  threads: false,
  pull: pullRepositories,
  test: testRepositories,
  receive,
  adapter: async (settings) => githubAdapter(readSettings(settings)),
});
