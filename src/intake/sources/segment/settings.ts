/** The settings of the source, and their checked form. */
import { LeadspringError } from '../../../base/plain.ts';
import type { AccessPoint, Setting, SettingValues } from '../../contract.ts';
import { type ActOf, readActs } from '../../deliveries/acts.ts';
import { textsOf } from '../../deliveries/keys.ts';

const ACTS = [
  ...['identify=use', 'group=use', 'page=read', 'screen=use'],
  ...['Signed Up=register', 'Account Created=register', 'Trial Started=register'],
  ...['Signed Out=drop', 'Logged Out=drop', 'Products Searched=search'],
  ...['Checkout Started=deal_open', 'Order Completed=deal_won', '*=use'],
];

export const SETTINGS: readonly Setting[] = [
  {
    name: 'write_keys',
    type: 'list',
    default: null,
    secret: true,
    hashed: true,
    needed: ['receive'],
    help: 'The write keys that are accepted, each as itself or as sha256: and its hash in hex. Several let one be replaced while the other still counts.',
  },
  {
    name: 'platform',
    type: 'text',
    default: 'on_demand',
    help: 'What user ids belong to, such as app.acme.example: tells the users of several products apart.',
  },
  {
    name: 'acts',
    type: 'list',
    default: ACTS,
    help: 'Which event is which act: NAME=ACT, the first names being identify, group, page and screen for calls of those kinds. An act drop leaves the event out; * at the end of a name stands for anything.',
  },
  {
    name: 'pages',
    type: 'choice',
    choices: ['on_demand', 'documentation', 'blog'],
    default: 'on_demand',
    help: 'Where the pages stand whose reading is told.',
  },
  {
    name: 'anonymous',
    type: 'choice',
    choices: ['count', 'drop', 'handle'],
    default: 'count',
    help: 'Events of users who are not logged in. count: they count, and belong to nobody. drop: they are left out. handle: those of one browser belong together, by a hash that only anonymous_salt can make.',
  },
  {
    name: 'anonymous_salt',
    type: 'text',
    default: null,
    secret: true,
    help: 'A secret of your own, for anonymous=handle. Changing it cuts the thread of all that came before.',
  },
];

export interface SegmentSettings {
  readonly platform: string;
  readonly actOf: ActOf;
  readonly pages: AccessPoint;
  readonly anonymous: 'count' | 'drop' | 'handle';
  readonly salt: string;
}

/** @throws LeadspringError `setting_invalid` */
export function readSettings(values: SettingValues): SegmentSettings {
  const { platform, acts, pages, anonymous, anonymous_salt: salt } = values;
  const settings: SegmentSettings = {
    platform: typeof platform === 'string' && platform.trim() !== '' ? platform.trim() : 'on_demand',
    actOf: readActs('acts', textsOf(acts ?? ACTS)),
    pages: pages === 'documentation' || pages === 'blog' ? pages : 'on_demand',
    anonymous: anonymous === 'drop' || anonymous === 'handle' ? anonymous : 'count',
    salt: typeof salt === 'string' ? salt : '',
  };
  if (settings.anonymous === 'handle' && settings.salt.length < 16) {
    throw new LeadspringError(
      'setting_invalid',
      'anonymous=handle needs an anonymous_salt of 16 characters or more.',
    );
  }
  return settings;
}
