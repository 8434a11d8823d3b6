/** Made-up events in the shape of Chatwoot's, signed, for tests. */
import { createHmac } from 'node:crypto';
import type { Delivery } from '../../contract.ts';
import { ARRIVAL, deliveryOf } from '../../deliveries/testing.ts';

export type Json = Readonly<Record<string, unknown>>;
export const SECRET = 'chatwoot-signing-secret';

/** An event signed with a secret. @param body anything but text and bytes is sent as JSON */
export function signed(body: unknown, { secret = SECRET, seconds = ARRIVAL / 1000 } = {}): Delivery {
  const delivery = deliveryOf(body);
  const mac = createHmac('sha256', secret).update(`${seconds}.`).update(delivery.body).digest('hex');
  return {
    ...delivery,
    headers: { 'x-chatwoot-signature': `sha256=${mac}`, 'x-chatwoot-timestamp': String(seconds) },
  };
}

/** A message of a conversation, from 1; those with odd numbers are the contact's. */
export function eventOf(conversation: number, number: number, more: Json = {}): Json {
  const begun = ARRIVAL - (50 - conversation) * 3_600_000;
  const contact = {
    id: conversation % 5,
    name: 'Ana Example',
    email: `contact${conversation % 5}@corp.example`,
    phone_number: '+00 secret 4711',
    additional_attributes: { company_name: 'Private Company 4712', created_at_ip: '203.0.113.77' },
  };
  const own = number % 2 === 1;
  return {
    event: 'message_created',
    id: conversation * 100 + number,
    account: { id: 1, name: 'Vendor' },
    content: `Message ${number} of conversation ${conversation}`,
    content_attributes: {},
    created_at: new Date(begun + number * 30_000).toISOString(),
    message_type: own ? 'incoming' : 'outgoing',
    private: false,
    inbox: { id: 3, name: 'Website' },
    sender: own
      ? { id: contact.id, name: contact.name }
      : { id: 7, name: 'Ben Agent', email: 'agent@vendor.example', type: 'user' },
    conversation: {
      id: conversation,
      created_at: begun / 1000,
      meta: { sender: contact },
      additional_attributes: { browser: { browser_name: 'secret-browser' } },
    },
    ...more,
  };
}
