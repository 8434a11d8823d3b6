/** The settings of the source, and their checked form. */
import type { Setting, SettingValues } from '../../contract.ts';

/** Whose channels are public: nobody's, those open to the web, those that every member may join. */
const VISIBILITIES = ['private', 'web_public', 'public_channels'] as const;
type Visibilities = (typeof VISIBILITIES)[number];

export const SETTINGS: readonly Setting[] = [
  {
    name: 'server',
    type: 'text',
    default: 'zulip',
    help: 'A name for the organization, such as acme.zulipchat.com: tells the users of several organizations apart.',
  },
  {
    name: 'visibility',
    type: 'choice',
    choices: VISIBILITIES,
    default: 'web_public',
    help: 'private: nobody but the members may see anything. web_public: channels that the organization opened to the web are public. public_channels: everybody may join the organization, so its public channels are public too. Private channels and direct messages always stay private.',
  },
];

export interface ZulipSettings {
  readonly server: string;
  readonly visibility: Visibilities;
}

export function readSettings({ server, visibility }: SettingValues): ZulipSettings {
  return {
    server: typeof server === 'string' && server !== '' ? server : 'zulip',
    visibility: VISIBILITIES.find((each) => each === visibility) ?? 'private',
  };
}
