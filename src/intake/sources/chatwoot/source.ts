/** Conversations of Chatwoot, told by its webhooks. */
import { defineSource } from '../../contract.ts';
import { deskSetting, deskSpace } from '../../deliveries/support.ts';
import type { Fields } from '../../text/json.ts';
import { messageAdapter } from './adapt.ts';
import { receive } from './receive.ts';

export const chatwoot = defineSource<Fields>({
  name: 'chatwoot',
  title: 'Chatwoot',
  summary: 'Messages of the conversations of a Chatwoot desk, told by webhooks.',
  expects: '',
  accessPoints: ['support'],
  settings: [
    {
      name: 'secrets',
      type: 'list',
      default: null,
      secret: true,
      help: 'The signing secrets of the webhook that count now. Several let one be replaced while the other still counts.',
    },
    {
      name: 'tokens',
      type: 'list',
      default: null,
      secret: true,
      hashed: true,
      help: 'For versions that sign nothing: tokens of your own, each as itself or as sha256: and its hash in hex, of which one stands in the address of the webhook.',
    },
    deskSetting('https://chat.acme.example'),
  ],
  sensitive: ['x-chatwoot-signature', 'token', 'phone_number', 'additional_attributes', 'pubsub_token'],
  resumable: false,
  version: 1,
  threads: false,
  receive,
  adapter: async (settings) => messageAdapter(deskSpace(settings, 'chatwoot')),
});
