/** The settings of the source, and their checked form. */
import type { Setting, SettingValues } from '../../contract.ts';
import { serverAddress } from '../../text/remote.ts';
import { wordsIn } from '../../text/words.ts';

export const SETTINGS: readonly Setting[] = [
  {
    name: 'urls',
    type: 'list',
    default: [],
    needed: ['pull'],
    help: 'The addresses of the feeds, such as https://acme.example/blog/feed.xml.',
  },
  {
    name: 'own',
    type: 'boolean',
    default: false,
    help: 'Whether it is the vendor who writes there: true, and entries are announcements; false, and they are what others write about the product.',
  },
  {
    name: 'words',
    type: 'list',
    default: [],
    help: 'Names of the product: of what others write only entries that have one of them count. Empty: all do.',
  },
];

export interface FeedSettings {
  readonly urls: readonly string[];
  readonly own: boolean;
  /** Whether a text has one of the words. */
  readonly names: (text: string) => boolean;
}

/** @throws LeadspringError `setting_invalid` */
export function readSettings({ urls, own, words }: SettingValues): FeedSettings {
  const named = Array.isArray(words) ? words : [];
  return {
    urls: Array.isArray(urls) ? urls.map((url) => feedAddress(url)) : [],
    own: own === true,
    names: own === true ? () => true : wordsIn(named),
  };
}

/** Addresses of feeds may have a query, which may hold a key. */
function feedAddress(url: string): string {
  const [address = '', ...query] = url.trim().split('?');
  serverAddress('urls', address);
  return [address, ...query].join('?');
}
