/** Events of Stripe's webhooks to one record each. */
import type { Delivery, Received, Receiver, SettingValues } from '../../contract.ts';
import { expectPost, objectOf, recordOf } from '../../deliveries/body.ts';
import { isRecent, isSigned, textsOf } from '../../deliveries/keys.ts';
import { idOf, wordOf } from '../../deliveries/values.ts';
import type { Fields } from '../../text/json.ts';
import { eventOf } from './event.ts';
import { TOLERANCE } from './settings.ts';

const LARGEST = 1024 * 1024;

export const receive: Receiver<Fields> = {
  help: 'In Stripe, Developers → Webhooks: add the endpoint URL with the events customer.subscription.created, .updated and .deleted, invoice.paid, checkout.session.completed, checkout.session.async_payment_succeeded and charge.refunded, and copy its signing secret into the setting secrets.',
  maxBytes: LARGEST,
  authentic,
  records,
};

/** `t=1700000000,v1=HEX,v1=HEX,v0=HEX`: HMAC-SHA256 over `t.body`. */
function authentic(delivery: Delivery, { secrets, tolerance }: SettingValues): boolean {
  const parts = (delivery.headers['stripe-signature'] ?? '').split(',').map((part) => part.trim());
  const valuesOf = (name: string): readonly string[] =>
    parts.flatMap((part) => (part.startsWith(`${name}=`) ? [part.slice(name.length + 1)] : []));
  const [timestamp] = valuesOf('t');
  if (!isRecent(timestamp, delivery, typeof tolerance === 'number' ? tolerance : TOLERANCE)) return false;
  return isSigned({
    algorithm: 'sha256',
    encoding: 'hex',
    secrets: textsOf(secrets),
    parts: [`${timestamp}.`, delivery.body],
    signatures: valuesOf('v1'),
  });
}

function records(delivery: Delivery): Received<Fields> {
  expectPost(delivery);
  const event = objectOf(delivery);
  return {
    records: [
      recordOf(
        idOf('event', wordOf(event.id), () => event),
        eventOf(event),
      ),
    ],
  };
}
