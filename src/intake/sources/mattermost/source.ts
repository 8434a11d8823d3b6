/** Mattermost: who asked and who took part in the channels of a server, from its bulk export. */
import { defineSource, type Probe } from '../../contract.ts';
import { postAdapter } from './adapt.ts';
import type { PostBody } from './post.ts';
import { readExport } from './read.ts';
import { readSettings, SETTINGS } from './settings.ts';

const FIRST_LINE = /^\s*\{\s*"type"\s*:\s*"version"\s*,[^\n]*"version"\s*:/;
const ZIP = 'PK\u0003\u0004';

function recognize({ isDirectory, head }: Probe): number {
  if (isDirectory) return 0;
  const text = Buffer.from(head).toString('latin1');
  if (text.startsWith(ZIP)) return /^PK[\s\S]{28}import\.jsonl/.test(text) ? 0.8 : 0;
  return FIRST_LINE.test(text) ? 0.95 : 0;
}

export const mattermost = defineSource<PostBody>({
  name: 'mattermost',
  title: 'Mattermost export',
  summary: 'Questions and talk in the channels of a Mattermost server, from its bulk export.',
  expects: 'a bulk export of a Mattermost server (the .jsonl, or the .zip that holds it)',
  accessPoints: ['chat'],
  settings: SETTINGS,
  sensitive: ['password', 'auth_data', 'props'],
  resumable: false,
  version: 1,
  threads: false,
  recognize,
  read: readExport,
  adapter: async (settings) => postAdapter(readSettings(settings)),
});
