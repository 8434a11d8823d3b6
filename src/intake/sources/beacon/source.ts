/** Your own pages, which tell how often they are read and whether they help. */
import { defineSource } from '../../contract.ts';
import type { Fields } from '../../text/json.ts';
import { hitAdapter } from './adapt.ts';
import { receive } from './receive.ts';
import { readSettings, readSites, SETTINGS } from './settings.ts';

export const beacon = defineSource<Fields>({
  name: 'beacon',
  title: 'Beacon',
  summary:
    'Pages read, dead ends, searches and votes, told by a script of less than 1 kB that knows nothing of the visitor.',
  expects: '',
  accessPoints: ['documentation', 'blog', 'download', 'on_demand'],
  settings: SETTINGS,
  sensitive: ['user-agent'],
  resumable: false,
  version: 1,
  threads: false,
  receive,
  adapter: async (settings) => {
    readSites(settings);
    return hitAdapter(readSettings(settings));
  },
});
