/** Discord: who asked and who took part in the channels of a server, from saved channels. */
import { defineSource, type Probe } from '../../contract.ts';
import { messageAdapter } from './adapt.ts';
import type { MessageBody } from './message.ts';
import { readChannels } from './read.ts';
import { readSettings, SETTINGS } from './settings.ts';

function recognize({ isDirectory, head }: Probe): number {
  if (isDirectory) return 0;
  const text = Buffer.from(head).toString('utf8');
  const named = /^\s*\ufeff?\s*\{\s*"guild"\s*:/.test(text);
  return named && /"channel"\s*:/.test(text) ? 0.95 : 0;
}

export const discord = defineSource<MessageBody>({
  name: 'discord',
  title: 'Discord channels',
  summary: 'Questions and talk in the channels of a Discord server, from channels saved as JSON.',
  expects: 'channels of Discord saved as JSON in the format of DiscordChatExporter, or a folder of them',
  accessPoints: ['chat'],
  settings: SETTINGS,
  sensitive: ['attachments', 'token'],
  resumable: false,
  version: 1,
  threads: false,
  recognize,
  read: readChannels,
  adapter: async (settings) => messageAdapter(readSettings(settings)),
});
