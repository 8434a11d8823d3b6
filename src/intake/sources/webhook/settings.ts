/** The settings of the source. */
import type { Setting } from '../../contract.ts';
import { mappingSettings } from '../../deliveries/mapping.ts';

/** Seconds, as the specification proposes. */
export const TOLERANCE = 300;

export const SETTINGS: readonly Setting[] = [
  {
    name: 'secrets',
    type: 'list',
    default: null,
    secret: true,
    needed: ['receive'],
    help: 'The signing secrets that count now, as the sender shows them (whsec_...). Several let one be replaced while the other still counts.',
  },
  {
    name: 'tolerance',
    type: 'integer',
    default: TOLERANCE,
    help: 'How many seconds a message may be old, or ahead of our clock.',
  },
  {
    name: 'type_path',
    type: 'text',
    default: 'type',
    help: 'Where the message has the name of what happened.',
  },
  ...mappingSettings({ at: 'timestamp', email: 'data.email | data.user.email' }),
];
