/** Made-up events in the shape of Stripe's, signed, for tests. */
import { createHmac } from 'node:crypto';
import type { Delivery } from '../../contract.ts';
import { ARRIVAL, deliveryOf } from '../../deliveries/testing.ts';

export type Json = Readonly<Record<string, unknown>>;
export const SECRET = 'whsec_made_up_for_tests';
export const NOW = ARRIVAL / 1000;
const DAY = 86_400;

/** An event signed with a secret. @param body anything but text and bytes is sent as JSON */
export function signed(body: unknown, { secret = SECRET, seconds = NOW } = {}): Delivery {
  const delivery = deliveryOf(body);
  const mac = createHmac('sha256', secret).update(`${seconds}.`).update(delivery.body).digest('hex');
  return {
    ...delivery,
    headers: { 'stripe-signature': `t=${seconds},v1=${'0'.repeat(64)},v1=${mac},v0=ab` },
  };
}

/** An event about an object. @param before what an update changed */
export function eventOf(number: number, type: string, object: Json, more: Json = {}, before?: Json): Json {
  const data = { object, ...(before === undefined ? {} : { previous_attributes: before }) };
  return {
    id: `evt_${number}`,
    object: 'event',
    type,
    created: NOW - number * 60,
    livemode: true,
    data,
    ...more,
  };
}

/** A subscription of the plan Team, in the shape of 2025 or of the years before. */
export const subscriptionOf = (number: number, more: Json = {}, old = false): Json => {
  const period = { current_period_start: NOW - 10 * DAY, current_period_end: NOW + 20 * DAY };
  const item = { price: { id: 'price_1', nickname: 'Team' }, ...(old ? {} : period) };
  return {
    id: `sub_${number}`,
    customer: `cus_${number % 5}`,
    status: 'active',
    start_date: NOW - 100 * DAY,
    items: { object: 'list', data: [item] },
    ...(old ? period : {}),
    ...more,
  };
};

/** A paid invoice of a subscription. */
export const invoiceOf = (number: number, more: Json = {}): Json => ({
  id: `in_${number}`,
  customer: `cus_${number % 5}`,
  customer_email: `buyer${number % 5}@corp.example`,
  customer_name: 'Private Company 4712',
  customer_tax_ids: [{ type: 'eu_vat', value: 'secret-vat-4711' }],
  customer_address: { line1: 'Secret Street 4711' },
  customer_phone: '+00 secret 4711',
  amount_paid: 4900,
  currency: 'eur',
  parent: { subscription_details: { subscription: `sub_${number}` } },
  lines: {
    object: 'list',
    data: [
      { description: '1 × Team (at €49.00 / month)', period: { start: NOW - DAY, end: NOW + 30 * DAY } },
    ],
  },
  status_transitions: { paid_at: NOW - 60 },
  ...more,
});
