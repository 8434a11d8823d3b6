/** Made-up calls in the shape of Zammad's, signed, for tests. */
import { createHmac } from 'node:crypto';
import type { Delivery } from '../../contract.ts';
import { ARRIVAL, deliveryOf } from '../../deliveries/testing.ts';

export type Json = Readonly<Record<string, unknown>>;
export const SECRET = 'zammad-signature-token';

/** A call signed with a token. @param body anything but text and bytes is sent as JSON */
export function signed(body: unknown, secret = SECRET): Delivery {
  const delivery = deliveryOf(body);
  const mac = createHmac('sha1', secret).update(delivery.body).digest('hex');
  return {
    ...delivery,
    headers: { 'x-hub-signature': `sha1=${mac}`, 'x-zammad-delivery': `call-${mac.slice(0, 8)}` },
  };
}

const agent = {
  email: 'agent@vendor.example',
  firstname: 'Ben',
  lastname: 'Agent',
  note: 'secret note 4711',
};
const customerOf = (ticket: number): Json => ({
  email: `customer${ticket % 5}@corp.example`,
  firstname: 'Ana',
  lastname: 'Example',
  organization: 'Private Company 4712',
  phone: '+00 secret 4711',
  address: 'Secret Street 4711',
  note: 'secret note 4711',
});

/** A ticket with its article of this number, from 1; the first is the customer's. */
export function callOf(ticket: number, number: number, article: Json = {}, more: Json = {}): Json {
  const id = ticket * 100 + number;
  const customer = customerOf(ticket);
  const at = new Date(ARRIVAL - (50 - ticket) * 3_600_000 + number * 60_000).toISOString();
  const own = number % 2 === 1;
  return {
    ticket: {
      id: ticket,
      title: `Question ${ticket}`,
      article_ids: Array.from({ length: number }, (_unused, index) => ticket * 100 + index + 1),
      customer,
      group: { name: 'Service Desk' },
      organization: { name: 'Private Company 4712', domain: 'corp.example', note: 'secret note 4711' },
      ...more,
    },
    article: {
      id,
      ticket_id: ticket,
      body: `<p>Article ${number} of ticket ${ticket}</p>`,
      content_type: 'text/html',
      created_at: at,
      updated_at: at,
      from: own ? `Ana Example <customer${ticket % 5}@corp.example>` : 'Ben Agent',
      sender: own ? 'Customer' : 'Agent',
      created_by: own ? customer : agent,
      internal: false,
      type: 'email',
      ...article,
    },
  };
}
