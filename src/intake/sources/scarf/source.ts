/** Scarf: which companies downloaded what and saw which page, from its export of events. */
import { defineSource, type Probe } from '../../contract.ts';
import { eventAdapter } from './adapt.ts';
import type { EventBody } from './event.ts';
import { readEvents } from './read.ts';
import { readSettings, SETTINGS } from './settings.ts';

function recognize({ isDirectory, head }: Probe): number {
  if (isDirectory) return 0;
  const text = Buffer.from(head).toString('latin1', 0, 8_192);
  return /\borigin_(?:company|domain)\b/.test(text) && /\borigin_id\b/.test(text) ? 0.96 : 0;
}

export const scarf = defineSource<EventBody>({
  name: 'scarf',
  title: 'Scarf export',
  summary: 'Downloads and page views that Scarf counted, with the companies it is sure of.',
  expects: 'an export of events from Scarf (CSV or JSON, also .gz)',
  accessPoints: ['download', 'documentation'],
  settings: SETTINGS,
  sensitive: ['origin_id', 'endpoint_id', 'user_agent', 'variables', 'origin_latitude', 'origin_longitude'],
  resumable: false,
  version: 1,
  threads: false,
  recognize,
  read: readEvents,
  adapter: async (settings) => eventAdapter(readSettings(settings)),
});
