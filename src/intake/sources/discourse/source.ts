/** A Discourse forum: who asked, who replied, in public and in private messages. */
import { defineSource, type Probe } from '../../contract.ts';
import { postAdapter } from './adapt.ts';
import type { Body } from './post.ts';
import { pullForum, testForum } from './pull.ts';
import { readPosts } from './read.ts';
import { receive } from './receive.ts';
import { readSettings, SETTINGS } from './settings.ts';

/** Names that saved answers usually have, for a folder of which only the names can be seen. */
const NAMES = /^(?:t|topic|posts?|private-posts)[-_.]?\d*\.(?:json|jsonl|ndjson)$/i;
/** What only Discourse calls so. */
const WORDS = /"(?:post_stream|latest_posts|private_posts|topic_slug|highest_post_number)"\s*:/;
const POST = /"cooked"\s*:[\s\S]*"post_number"\s*:|"post_number"\s*:[\s\S]*"cooked"\s*:/;

function recognize({ isDirectory, entries, head }: Probe): number {
  if (isDirectory) {
    const named = entries.filter((entry) => NAMES.test(entry)).length;
    return named > 0 && named === entries.length ? 0.7 : 0;
  }
  const text = Buffer.from(head).toString('latin1');
  if (!/^[\s\u00ef\u00bb\u00bf]*\{/.test(text)) return 0;
  return WORDS.test(text) || POST.test(text) ? 0.95 : 0;
}

export const discourse = defineSource<Body>({
  name: 'discourse',
  title: 'Discourse forum',
  summary: 'Questions and replies of a Discourse forum, from its API, its webhooks, or saved answers.',
  expects:
    'saved JSON of a Discourse forum (topics, lists of posts; also one value a line), or a folder of it',
  accessPoints: ['forum', 'support'],
  settings: SETTINGS,
  sensitive: ['email', 'ip_address', 'registration_ip_address'],
  resumable: true,
  version: 2,
  threads: false,
  recognize,
  read: readPosts,
  pull: pullForum,
  test: testForum,
  receive,
  adapter: async (settings) => postAdapter(readSettings(settings)),
});
