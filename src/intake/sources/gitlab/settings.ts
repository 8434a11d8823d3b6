/** The settings of the source, and their checked form. */
import { LeadspringError } from '../../../base/plain.ts';
import type { Setting, SettingValues } from '../../contract.ts';
import { serverAddress } from '../../text/remote.ts';

export const SETTINGS: readonly Setting[] = [
  {
    name: 'projects',
    type: 'list',
    default: [],
    needed: ['pull'],
    help: 'The projects to read, with their groups, such as acme/tools/widget.',
  },
  {
    name: 'token',
    type: 'text',
    default: null,
    secret: true,
    help: 'A token with the scope read_api. Without one only what is public is read.',
  },
  {
    name: 'webhook_tokens',
    type: 'list',
    default: null,
    secret: true,
    hashed: true,
    needed: ['receive'],
    help: 'The secret tokens of the webhook that count now, each as itself or as sha256: and its hash in hex. Several let one be replaced while the other still counts.',
  },
  {
    name: 'url',
    type: 'text',
    default: 'https://gitlab.com',
    help: 'The address of the server.',
  },
];

export interface GitlabSettings {
  readonly projects: readonly string[];
  readonly token: string | null;
  readonly api: string;
  readonly graphql: string;
  /** Whose user names they are: `gitlab`, or the host of a server of one's own. */
  readonly platform: string;
  readonly host: string;
}

/** @throws LeadspringError `setting_invalid` */
export function readSettings({ projects, token, url }: SettingValues): GitlabSettings {
  const server = serverAddress('url', url ?? 'https://gitlab.com');
  const { hostname: host } = new URL(server);
  const named = Array.isArray(projects) ? projects : [];
  for (const name of named) {
    if (!/^[\w.-]{1,200}(?:\/[\w.-]{1,200}){1,20}$/.test(name)) {
      throw new LeadspringError(
        'setting_invalid',
        `projects: “${name.slice(0, 200)}” is not written as group/project.`,
      );
    }
  }
  return {
    projects: named,
    token: typeof token === 'string' && token !== '' ? token : null,
    api: `${server}/api/v4`,
    graphql: `${server}/api/graphql`,
    platform: host === 'gitlab.com' ? 'gitlab' : host,
    host,
  };
}
