/** Tickets of Zammad, told by its webhooks. */
import { defineSource } from '../../contract.ts';
import { deskSetting, deskSpace } from '../../deliveries/support.ts';
import type { Fields } from '../../text/json.ts';
import { articleAdapter } from './adapt.ts';
import { receive } from './receive.ts';

export const zammad = defineSource<Fields>({
  name: 'zammad',
  title: 'Zammad',
  summary: 'Questions and answers of the tickets of a Zammad desk, told by signed webhooks.',
  expects: '',
  accessPoints: ['support'],
  settings: [
    {
      name: 'secrets',
      type: 'list',
      default: null,
      secret: true,
      needed: ['receive'],
      help: 'The signature tokens of the webhook that count now. Several let one be replaced while the other still counts.',
    },
    deskSetting('https://support.acme.example'),
  ],
  sensitive: ['x-hub-signature', 'phone', 'mobile', 'note', 'address'],
  resumable: false,
  version: 1,
  threads: false,
  receive,
  adapter: async (settings) => articleAdapter(deskSpace(settings, 'zammad')),
});
