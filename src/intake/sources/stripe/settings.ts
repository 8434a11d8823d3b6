/** The settings of the source. */
import type { Setting } from '../../contract.ts';

/** Seconds, as Stripe's own libraries have it. */
export const TOLERANCE = 300;

export const SETTINGS: readonly Setting[] = [
  {
    name: 'secrets',
    type: 'list',
    default: null,
    secret: true,
    needed: ['receive'],
    help: 'The signing secrets of the endpoint that count now (whsec_...). Several let one be rolled while the other still counts.',
  },
  {
    name: 'tolerance',
    type: 'integer',
    default: TOLERANCE,
    help: 'How many seconds an event may be old, or ahead of our clock.',
  },
  {
    name: 'test_mode',
    type: 'boolean',
    default: false,
    help: 'Whether events of the test mode count.',
  },
];
