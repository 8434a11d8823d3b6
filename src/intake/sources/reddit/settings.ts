/** The settings of the source, and their checked form. */
import type { Setting, SettingValues } from '../../contract.ts';
import { wordsIn } from '../../text/words.ts';

export const SETTINGS: readonly Setting[] = [
  {
    name: 'words',
    type: 'list',
    default: [],
    needed: ['pull'],
    help: 'Names of the product and addresses of its site: each is searched for.',
  },
  {
    name: 'own_accounts',
    type: 'list',
    default: [],
    help: 'The vendor’s own accounts there; what they write does not count.',
  },
  {
    name: 'client_id',
    type: 'text',
    default: null,
    help: 'The id of an app made at reddit.com/prefs/apps. Without one the public search is asked, which Reddit does not answer everywhere.',
  },
  {
    name: 'client_secret',
    type: 'text',
    default: null,
    secret: true,
    help: 'The secret of the app.',
  },
];

export interface RedditSettings {
  readonly words: readonly string[];
  readonly names: (text: string) => boolean;
  /** In lower case. */
  readonly ownAccounts: ReadonlySet<string>;
}

export function readSettings({ words, own_accounts: own }: SettingValues): RedditSettings {
  const named = (Array.isArray(words) ? words : []).map((word) => word.trim()).filter((word) => word !== '');
  const accounts = Array.isArray(own) ? own : [];
  return {
    words: named,
    names: wordsIn(named),
    ownAccounts: new Set(accounts.map((account) => account.trim().toLowerCase())),
  };
}
