/** Stack Exchange: who asked and answered what on its sites, from the data dump and the API. */
import { defineSource, type Probe } from '../../contract.ts';
import { postAdapter } from './adapt.ts';
import { readDump } from './dump.ts';
import type { PostBody } from './post.ts';
import { pullQuestions, testSite } from './pull.ts';
import { readSettings, SETTINGS } from './settings.ts';

const TABLE = /<(posts|comments)>\s*<row\s[^>]*\b(?:PostTypeId|PostId)=/;

function recognize({ isDirectory, entries, head }: Probe): number {
  if (isDirectory) return entries.some((name) => /^posts\.xml(?:\.gz)?$/i.test(name)) ? 0.95 : 0;
  return TABLE.test(Buffer.from(head).toString('latin1')) ? 0.95 : 0;
}

export const stackExchange = defineSource<PostBody>({
  name: 'stack_exchange',
  title: 'Stack Exchange',
  summary: 'Questions, answers and comments of a Stack Exchange site, all of it or those of some tags.',
  expects: 'a data dump of a Stack Exchange site (the folder with Posts.xml, Comments.xml and Users.xml)',
  accessPoints: ['forum'],
  settings: SETTINGS,
  sensitive: [],
  resumable: true,
  version: 1,
  threads: true,
  recognize,
  read: readDump,
  pull: pullQuestions,
  test: testSite,
  adapter: async (settings) => postAdapter(readSettings(settings)),
});
