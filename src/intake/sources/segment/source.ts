/** The hosted flavour as its own clients tell of it: Segment's tracking protocol. */
import { defineSource } from '../../contract.ts';
import { eventAdapter } from './adapt.ts';
import type { EventBody } from './event.ts';
import { receive } from './receive.ts';
import { readSettings, SETTINGS } from './settings.ts';

export const segment = defineSource<EventBody>({
  name: 'segment',
  title: 'Segment tracking protocol',
  summary:
    'What users do in the hosted flavour, told by the clients of Segment, RudderStack or PostHog in your own code.',
  expects: '',
  accessPoints: ['on_demand', 'documentation', 'blog', 'agreement', 'book'],
  settings: SETTINGS,
  sensitive: ['writeKey', 'anonymousId', 'context.ip', 'context.userAgent', 'context.device'],
  resumable: false,
  version: 1,
  threads: false,
  receive,
  adapter: async (settings) => eventAdapter(readSettings(settings)),
});
