/** Events of your own programs, as CloudEvents over HTTP. */
import { defineSource } from '../../contract.ts';
import type { Fields } from '../../text/json.ts';
import { eventAdapter } from './adapt.ts';
import { receive } from './receive.ts';
import { SETTINGS } from './settings.ts';

export const cloudEvents = defineSource<Fields>({
  name: 'cloud_events',
  title: 'CloudEvents',
  summary: 'Events of your own programs and of event brokers, by a declared mapping from types to acts.',
  expects: '',
  accessPoints: ['on_demand', 'documentation', 'support', 'agreement', 'book', 'event', 'download'],
  settings: SETTINGS,
  sensitive: ['authorization', 'x-api-key', 'access_token'],
  resumable: false,
  version: 1,
  threads: false,
  receive,
  adapter: async (settings) => eventAdapter(settings),
});
