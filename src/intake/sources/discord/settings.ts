/** The settings of the source, and their checked form. */
import type { Setting, SettingValues } from '../../contract.ts';

export const SETTINGS: readonly Setting[] = [
  {
    name: 'visibility',
    type: 'choice',
    choices: ['private', 'public_channels'],
    default: 'private',
    help: 'private: nobody but the members of the server may see anything. public_channels: everybody may join the server and see the saved channels; direct messages stay private.',
  },
];

export interface DiscordSettings {
  readonly visibility: 'private' | 'public_channels';
}

export function readSettings({ visibility }: SettingValues): DiscordSettings {
  return { visibility: visibility === 'public_channels' ? visibility : 'private' };
}
