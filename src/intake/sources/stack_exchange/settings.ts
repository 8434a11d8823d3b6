/** The settings of the source, and their checked form. */
import type { Setting, SettingValues } from '../../contract.ts';

export const SETTINGS: readonly Setting[] = [
  {
    name: 'site',
    type: 'text',
    default: 'stackexchange',
    help: 'The site, such as stackoverflow.com: tells the posts and users of several sites apart.',
  },
  {
    name: 'tags',
    type: 'list',
    default: [],
    help: 'Only questions with one of these tags, and what answers them. Empty: all of the site.',
  },
  {
    name: 'key',
    type: 'text',
    default: null,
    secret: true,
    help: 'A key of the API, made at stackapps.com. Without one 300 requests a day are answered, with one 10,000.',
  },
];

export interface StackExchangeSettings {
  readonly site: string;
  readonly tags: ReadonlySet<string>;
}

export function readSettings({ site, tags }: SettingValues): StackExchangeSettings {
  const list = Array.isArray(tags) ? tags.map((tag) => String(tag).trim().toLowerCase()) : [];
  return {
    site: typeof site === 'string' && site.trim() !== '' ? site.trim().toLowerCase() : 'stackexchange',
    tags: new Set(list.filter((tag) => tag !== '')),
  };
}
