/** The settings of the source, and their checked form. */
import type { Setting, SettingValues } from '../../contract.ts';
import { CHAT_VISIBILITIES, type ChatVisibility, chatVisibility } from '../../text/chat.ts';

export const SETTINGS: readonly Setting[] = [
  {
    name: 'workspace',
    type: 'text',
    default: 'slack',
    help: 'A name for the workspace, such as acme.slack.com: tells the user names of several workspaces apart.',
  },
  {
    name: 'visibility',
    type: 'choice',
    choices: CHAT_VISIBILITIES,
    default: 'private',
    help: 'private: nobody but the members may see anything. public_channels: everybody may join the workspace, so its public channels are public; private channels and direct messages stay private.',
  },
];

export interface SlackSettings {
  readonly workspace: string;
  readonly visibility: ChatVisibility;
}

export function readSettings(values: SettingValues): SlackSettings {
  const { workspace } = values;
  return {
    workspace: typeof workspace === 'string' && workspace !== '' ? workspace : 'slack',
    visibility: chatVisibility(values),
  };
}
