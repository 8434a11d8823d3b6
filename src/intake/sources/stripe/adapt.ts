/** One event → one signal about a contract or a deal. Pure; all of it is private. */
import {
  type ActorClaim,
  type Adapted,
  adapted,
  type DropReason,
  dropped,
  failed,
  type SignalDraft,
  type SourceRecord,
} from '../../contract.ts';
import { minorAmountOf, present } from '../../deliveries/values.ts';
import { checkedAdapter } from '../../files/checked.ts';
import { fieldsOf } from '../../text/json.ts';
import { eventShape, type StripeEvent } from './event.ts';

/** Where Stripe's smallest unit is not that of ISO 4217 (https://docs.stripe.com/currencies#special-cases). */
const DECIMALS = { MGA: 0, ISK: 2, UGX: 2 };

/** What an event comes to, but for what all have in common. `minor`: money in the smallest unit. */
type Outcome =
  | DropReason
  | (Pick<SignalDraft, 'nativeId' | 'act' | 'asset' | 'quantity' | 'details'> & {
      readonly at?: number | undefined;
      readonly minor?: number | undefined;
    });

/** Makes `adapt`. @param testMode whether events of the test mode count */
export function eventAdapter(testMode: boolean): (record: SourceRecord<unknown>) => Adapted {
  return (record) => {
    const { type } = fieldsOf(record.body);
    // Events of other types are about objects of other shapes.
    if (typeof type === 'string' && !Object.hasOwn(OUTCOMES, type)) return dropped('not_relevant');
    return checkedAdapter('event', eventShape, (event) => adaptEvent(record, event, testMode))(record);
  };
}

function adaptEvent(record: SourceRecord<unknown>, event: StripeEvent, testMode: boolean): Adapted {
  if (!event.livemode && !testMode) return dropped('not_relevant');
  const outcome = OUTCOMES[event.type]?.(event) ?? 'not_relevant';
  if (typeof outcome === 'string') return dropped(outcome);
  const { at = event.created, minor, ...signal } = outcome;
  const amount = minor === undefined ? undefined : minorAmountOf(minor, event.currency, undefined, DECIMALS);
  if (minor !== undefined && amount === undefined) {
    return failed(record, 'record_malformed', 'The event has no usable currency.', { field: 'currency' });
  }
  const actor = actorOf(event);
  return adapted([
    {
      ...signal,
      accessPoint: 'agreement',
      at: at * 1000,
      visibility: 'private',
      ...(Object.keys(actor).length === 0 ? {} : { actor }),
      ...present({ amount }),
    },
  ]);
}

function actorOf({ customer, email, name, organizationName }: StripeEvent): ActorClaim {
  return {
    ...present({ email, name, organizationName }),
    ...(customer === undefined ? {} : { login: customer, platform: 'stripe' }),
  };
}

const OUTCOMES: Readonly<Record<string, (event: StripeEvent) => Outcome>> = {
  'customer.subscription.created': subscription,
  'customer.subscription.updated': subscription,
  'customer.subscription.resumed': subscription,
  'customer.subscription.deleted': subscription,
  'invoice.paid': invoice,
  'checkout.session.completed': checkout,
  'checkout.session.async_payment_succeeded': checkout,
  'charge.refunded': refund,
};

const day = (seconds: number | undefined): string | undefined =>
  seconds === undefined || !(Math.abs(seconds) < 1e11)
    ? undefined
    : new Date(seconds * 1000).toISOString().slice(0, 10);

const planAsset = (plan: string | undefined): Pick<SignalDraft, 'asset'> =>
  plan === undefined ? {} : { asset: { kind: 'plan', key: plan.toLowerCase(), title: plan } };

/** Changes of a subscription that say something of the agreement. */
const TELLING = new Set([
  'status',
  'items',
  'plan',
  'quantity',
  'current_period_end',
  'cancel_at',
  'cancel_at_period_end',
]);

/** What is paid is told by its invoices; the subscription itself has no amount, so that nothing counts twice. */
function subscription(event: StripeEvent): Outcome {
  const { type, status, plan, from, to, reason, changed } = event;
  const common = { nativeId: `subscription:${event.id}:${event.event}`, ...planAsset(plan) };
  if (type === 'customer.subscription.deleted' || status === 'canceled') {
    return {
      ...common,
      act: 'deal_lost',
      at: event.ended,
      details: present({ plan, from: day(from), to: day(event.ended), reason }),
    };
  }
  if (type === 'customer.subscription.updated' && !changed.some((field) => TELLING.has(field)))
    return 'not_new';
  const details = present({ plan, from: day(from), to: day(to), status });
  if (status === 'trialing') return { ...common, act: 'deal_open', details };
  // Not paid yet, or not any more: the contract that was told of before runs out by itself.
  return status === 'active' ? { ...common, act: 'contract', details } : 'not_new';
}

function invoice(event: StripeEvent): Outcome {
  const { id, amount, plan, from, to, paid } = event;
  // Of a trial, or paid from credit.
  if (amount === undefined || amount === 0) return 'not_new';
  const nativeId = `invoice:${id}`;
  if (!event.recurring)
    return { nativeId, act: 'deal_won', at: paid, minor: amount, asset: { kind: 'deal', key: id } };
  const details = present({ plan, from: day(from), to: day(to) });
  return { nativeId, act: 'contract', at: paid, minor: amount, ...planAsset(plan), details };
}

function checkout(event: StripeEvent): Outcome {
  const { id, mode, status, amount, recurring, invoiced } = event;
  if (mode === 'setup') return 'not_relevant';
  const open = status === 'unpaid' && event.type === 'checkout.session.completed';
  const told = open || recurring || invoiced || amount === 0;
  return {
    nativeId: `checkout:${id}:${open ? 'open' : 'paid'}`,
    act: open ? 'deal_open' : 'deal_won',
    asset: { kind: 'deal', key: id },
    minor: told ? undefined : amount,
  };
}

/** All paid back: the deal is lost. A part of it: still a deal, with less money. */
function refund(event: StripeEvent): Outcome {
  const { id, amount, refunded = 0, refundedBefore = 0 } = event;
  const whole = refunded >= (amount ?? 0);
  return {
    nativeId: `refund:${id}:${refunded}`,
    act: whole ? 'deal_lost' : 'deal_won',
    asset: { kind: 'deal', key: id },
    minor: refundedBefore - refunded,
    ...(whole ? {} : { quantity: 0 }),
    details: { refund: whole ? 'whole' : 'part' },
  };
}
