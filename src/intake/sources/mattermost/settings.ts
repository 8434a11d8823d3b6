/** The settings of the source, and their checked form. */
import type { Setting, SettingValues } from '../../contract.ts';

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
    choices: ['private', 'public_channels'],
    default: 'private',
    help: 'private: nobody but the members may see anything. public_channels: everybody may join the server, so its public channels are public; private channels and direct messages stay private.',
  },
];

export interface MattermostSettings {
  readonly server: string;
  readonly visibility: 'private' | 'public_channels';
}

export function readSettings({ server, visibility }: SettingValues): MattermostSettings {
  return {
    server: typeof server === 'string' && server !== '' ? server : 'mattermost',
    visibility: visibility === 'public_channels' ? visibility : 'private',
  };
}
