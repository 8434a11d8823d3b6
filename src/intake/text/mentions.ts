/** Settings of sources that search a platform for mentions of the product. */
import type { Setting, SettingValues } from '../contract.ts';
import { wordsIn } from './words.ts';

export const MENTION_SETTINGS: readonly Setting[] = [
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
];

/** The settings in their checked form. */
export interface MentionSettings {
  readonly words: readonly string[];
  readonly names: (text: string) => boolean;
  /** In lower case. */
  readonly ownAccounts: ReadonlySet<string>;
}

export function readMentionSettings({ words, own_accounts: own }: SettingValues): MentionSettings {
  const named = (Array.isArray(words) ? words : []).map((word) => word.trim()).filter((word) => word !== '');
  const accounts = Array.isArray(own) ? own : [];
  return {
    words: named,
    names: wordsIn(named),
    ownAccounts: new Set(accounts.map((account) => account.trim().toLowerCase())),
  };
}
