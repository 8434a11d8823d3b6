/** Zulip: who asked and who took part in the channels of an organization, from its export. */
import { defineSource, type Probe } from '../../contract.ts';
import { messageAdapter } from './adapt.ts';
import type { MessageBody } from './message.ts';
import { readExport } from './read.ts';
import { readSettings, SETTINGS } from './settings.ts';

const MESSAGES = /(?:^|\/)messages-\d{6}\.json/;

function recognize({ isDirectory, entries, head }: Probe): number {
  if (isDirectory)
    return entries.includes('realm.json') && entries.some((name) => MESSAGES.test(name)) ? 0.95 : 0;
  const text = Buffer.from(head).toString('latin1');
  const archive = text.slice(257, 262) === 'ustar' || text.startsWith('PK\u0003\u0004');
  return archive && /zulip-export|messages-\d{6}\.json|zerver_/.test(text) ? 0.92 : 0;
}

export const zulip = defineSource<MessageBody>({
  name: 'zulip',
  title: 'Zulip export',
  summary: 'Questions and talk in the channels and topics of a Zulip organization, from its export.',
  expects: 'an export of a Zulip organization (the .tar.gz, or the folder it was unpacked to)',
  accessPoints: ['chat'],
  settings: SETTINGS,
  sensitive: ['password', 'api_key', 'rendered_content'],
  resumable: false,
  version: 1,
  threads: false,
  recognize,
  read: readExport,
  adapter: async (settings) => messageAdapter(readSettings(settings)),
});
