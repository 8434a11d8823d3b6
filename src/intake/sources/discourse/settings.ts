/** The settings of the source, and their checked form. */
import { LeadspringError } from '../../../base/plain.ts';
import type { Setting, SettingValues, Visibility } from '../../contract.ts';

export const SETTINGS: readonly Setting[] = [
  {
    name: 'url',
    type: 'text',
    default: null,
    needed: ['pull', 'receive'],
    help: 'The address of the forum, such as https://forum.acme.example: tells the user names of several forums apart.',
  },
  {
    name: 'visibility',
    type: 'choice',
    choices: ['auto', 'public', 'private'],
    default: 'auto',
    help: 'Who may see the posts. auto: as the saved topics say; posts saved alone are private. Choose private for what was saved with a key that may read closed categories, public for a webhook that is limited to open ones.',
  },
  {
    name: 'api_key',
    type: 'text',
    default: null,
    secret: true,
    help: 'A key of the API. Without one what everybody may read is read. With that of an administrator closed categories are read, too, and erased users are erased here.',
  },
  {
    name: 'api_username',
    type: 'text',
    default: 'system',
    help: 'The user whose key it is.',
  },
  {
    name: 'webhook_secrets',
    type: 'list',
    default: null,
    secret: true,
    needed: ['receive'],
    help: 'The secrets of the webhook that count now. Several let one be replaced while the other still counts.',
  },
];

export interface DiscourseSettings {
  /** The forum's host; handles and threads are told apart by it. Without an address all forums are one. */
  readonly space: string;
  readonly visibility: Visibility | 'auto';
}

/** @throws LeadspringError `setting_invalid` */
export function readSettings({ url, visibility }: SettingValues): DiscourseSettings {
  return {
    space: typeof url === 'string' && url !== '' ? hostOf(url) : 'discourse',
    visibility: visibility === 'public' || visibility === 'private' ? visibility : 'auto',
  };
}

function hostOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw new LeadspringError('setting_invalid', `url: “${url.slice(0, 200)}” is not a web address.`);
  }
  return parsed.host.toLowerCase();
}
