/** The settings of the source, and their checked form. */
import { LeadspringError } from '../../../base/plain.ts';
import type { Setting, SettingValues } from '../../contract.ts';
import { serverAddress } from '../../text/remote.ts';

export const SETTINGS: readonly Setting[] = [
  {
    name: 'repositories',
    type: 'list',
    default: [],
    needed: ['pull'],
    help: 'The repositories to read, such as acme/widget, acme/docs.',
  },
  {
    name: 'token',
    type: 'text',
    default: null,
    secret: true,
    help: 'A token that may read the repositories. Without one GitHub answers 60 requests an hour and shows no discussions.',
  },
  {
    name: 'webhook_secrets',
    type: 'list',
    default: null,
    secret: true,
    needed: ['receive'],
    help: 'The secrets that count now, as they were entered at GitHub. Several let one be replaced while the other still counts.',
  },
  {
    name: 'api',
    type: 'text',
    default: 'https://api.github.com',
    help: 'The address of the API. Of a GitHub Enterprise server: https://HOST/api/v3.',
  },
];

const PUBLIC_API = 'https://api.github.com';

export interface GithubSettings {
  readonly repositories: readonly string[];
  readonly token: string | null;
  readonly api: string;
  readonly graphql: string;
  /** Whose logins they are: `github`, or the host of a server of one's own. */
  readonly platform: string;
  /** The host of repositories' own addresses. */
  readonly host: string;
}

/** @throws LeadspringError `setting_invalid` */
export function readSettings({ repositories, token, api }: SettingValues): GithubSettings {
  const base = serverAddress('api', api ?? PUBLIC_API);
  const { hostname, origin } = new URL(base);
  const named = Array.isArray(repositories) ? repositories : [];
  for (const name of named) {
    if (!/^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(name)) {
      throw new LeadspringError(
        'setting_invalid',
        `repositories: “${name.slice(0, 200)}” is not written as owner/name.`,
      );
    }
  }
  return {
    repositories: named,
    token: typeof token === 'string' && token !== '' ? token : null,
    api: base,
    graphql: base === PUBLIC_API ? `${base}/graphql` : `${origin}/api/graphql`,
    platform: base === PUBLIC_API ? 'github' : hostname,
    host: base === PUBLIC_API ? 'github.com' : hostname,
  };
}
