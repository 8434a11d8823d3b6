/** The settings of the source, and their checked form. */
import type { Setting, SettingValues } from '../../contract.ts';
import { CHAT_VISIBILITIES, type ChatVisibility, chatVisibility } from '../../text/chat.ts';

export const SETTINGS: readonly Setting[] = [
  {
    name: 'visibility',
    type: 'choice',
    choices: CHAT_VISIBILITIES,
    default: 'private',
    help: 'private: nobody but the members of the server may see anything. public_channels: everybody may join the server and see the saved channels; direct messages stay private.',
  },
];

export interface DiscordSettings {
  readonly visibility: ChatVisibility;
}

export function readSettings(values: SettingValues): DiscordSettings {
  return { visibility: chatVisibility(values) };
}
