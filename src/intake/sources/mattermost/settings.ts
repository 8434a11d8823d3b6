/** The settings of the source, and their checked form. */
import type { Setting, SettingValues } from '../../contract.ts';
import { CHAT_VISIBILITIES, type ChatVisibility, chatVisibility } from '../../text/chat.ts';

export const SETTINGS: readonly Setting[] = [
  {
    name: 'server',
    type: 'text',
    default: 'mattermost',
    help: 'A name for the server, such as chat.acme.example: tells the user names of several servers apart.',
  },
  {
    name: 'visibility',
    type: 'choice',
    choices: CHAT_VISIBILITIES,
    default: 'private',
    help: 'private: nobody but the members may see anything. public_channels: everybody may join the server, so its public channels are public; private channels and direct messages stay private.',
  },
];

export interface MattermostSettings {
  readonly server: string;
  readonly visibility: ChatVisibility;
}

export function readSettings(values: SettingValues): MattermostSettings {
  const { server } = values;
  return {
    server: typeof server === 'string' && server !== '' ? server : 'mattermost',
    visibility: chatVisibility(values),
  };
}
