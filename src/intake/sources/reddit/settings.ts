/** The settings of the source: those of every search for mentions, and an app's. */
import type { Setting } from '../../contract.ts';
import { MENTION_SETTINGS } from '../../text/mentions.ts';

export const SETTINGS: readonly Setting[] = [
  ...MENTION_SETTINGS,
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
