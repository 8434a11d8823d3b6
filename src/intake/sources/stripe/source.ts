/** Contracts and deals as Stripe tells of them. */
import { defineSource } from '../../contract.ts';
import type { Fields } from '../../text/json.ts';
import { eventAdapter } from './adapt.ts';
import { receive } from './receive.ts';
import { SETTINGS } from './settings.ts';

export const stripe = defineSource<Fields>({
  name: 'stripe',
  title: 'Stripe',
  summary: 'Subscriptions, paid invoices, checkouts and refunds, told by signed webhooks.',
  expects: '',
  accessPoints: ['agreement'],
  settings: SETTINGS,
  sensitive: [
    'stripe-signature',
    'payment_method_details',
    'billing_details.address',
    'billing_details.phone',
  ],
  resumable: false,
  version: 1,
  threads: false,
  receive,
  adapter: async ({ test_mode: testMode }) => eventAdapter(testMode === true),
});
