/** Any program that signs its webhooks the standard way. */
import { defineSource } from '../../contract.ts';
import type { Fields } from '../../text/json.ts';
import { messageAdapter } from './adapt.ts';
import { receive } from './receive.ts';
import { SETTINGS } from './settings.ts';

export const webhook = defineSource<Fields>({
  name: 'webhook',
  title: 'Signed webhook',
  summary: 'Messages of any program that signs its webhooks the standard way, by a declared mapping.',
  expects: '',
  accessPoints: ['on_demand', 'documentation', 'support', 'agreement', 'book', 'event', 'download'],
  settings: SETTINGS,
  sensitive: ['webhook-signature'],
  resumable: false,
  version: 1,
  threads: false,
  receive,
  adapter: async (settings) => messageAdapter(settings),
});
