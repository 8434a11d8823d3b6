/** GitLab: who asks, answers, changes, stars and copies, from its API and its webhooks. */
import { defineSource } from '../../contract.ts';
import { gitlabAdapter } from './adapt.ts';
import { pullProjects, testProjects } from './pull.ts';
import { receive } from './receive.ts';
import type { Body } from './record.ts';
import { readSettings, SETTINGS } from './settings.ts';

export const gitlab = defineSource<Body>({
  name: 'gitlab',
  title: 'GitLab',
  summary:
    'Issues, merge requests and the notes on them, stars and forks of projects at GitLab or a server of one’s own.',
  expects: '',
  accessPoints: ['code'],
  settings: SETTINGS,
  sensitive: ['email'],
  resumable: true,
  version: 1,
  threads: false,
  pull: pullProjects,
  test: testProjects,
  receive,
  adapter: async (settings) => gitlabAdapter(readSettings(settings)),
});
