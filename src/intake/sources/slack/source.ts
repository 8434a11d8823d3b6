/** Slack: who asked and who took part in the channels of a workspace, from its export. */
import { defineSource, type Probe } from '../../contract.ts';
import { messageAdapter } from './adapt.ts';
import type { MessageBody } from './message.ts';
import { readExport } from './read.ts';
import { readSettings, SETTINGS } from './settings.ts';

const ZIP = 'PK\u0003\u0004';
/** Names in the first headers of an archive: a list of the export, or a day of a channel. */
const NAMES = /(?:channels|integration_logs|canvases)\.json|\/\d{4}-\d\d-\d\d\.json/;

function recognize({ isDirectory, entries, head }: Probe): number {
  if (isDirectory) return ['channels.json', 'users.json'].every((name) => entries.includes(name)) ? 0.95 : 0;
  const text = Buffer.from(head).toString('latin1');
  return text.startsWith(ZIP) && NAMES.test(text) ? 0.9 : 0;
}

export const slack = defineSource<MessageBody>({
  name: 'slack',
  title: 'Slack export',
  summary: 'Questions and talk in the channels of a Slack workspace, from its export.',
  expects: 'an export of a Slack workspace (the .zip, or the folder it was unpacked to)',
  accessPoints: ['chat'],
  settings: SETTINGS,
  sensitive: ['token', 'url_private', 'phone', 'skype'],
  resumable: false,
  version: 1,
  threads: false,
  recognize,
  read: readExport,
  adapter: async (settings) => messageAdapter(readSettings(settings)),
});
