/** Pages elsewhere that link to ours, and say so. */
import { defineSource } from '../../contract.ts';
import { mentionAdapter } from './adapt.ts';
import type { Mention } from './mention.ts';
import { receive } from './receive.ts';
import { readSites, SETTINGS } from './settings.ts';
import { verifyUnverified } from './verify.ts';

export const webmention = defineSource<Mention>({
  name: 'webmention',
  title: 'Webmention',
  summary: 'Pages of other sites that link to your own, as those sites say themselves.',
  expects: '',
  accessPoints: ['blog'],
  settings: SETTINGS,
  sensitive: [],
  resumable: false,
  version: 1,
  threads: false,
  receive,
  pull: verifyUnverified,
  adapter: async (settings) => mentionAdapter(readSites(settings)),
});
