/** One event as it is kept: who, which plan, how long, how much. Cards, addresses and phone numbers are left behind. */
import { z } from 'zod';
import { emailOf, present, wordOf } from '../../deliveries/values.ts';
import { type Fields, fieldsOf } from '../../text/json.ts';

const word = z.string().optional();
/** Seconds since the epoch, as Stripe has them. */
const seconds = z.int().optional();
/** What `eventOf` makes of an event that is one. */
export const eventShape = z.object({
  type: z.string(),
  created: z.int(),
  livemode: z.boolean(),
  /** Of the subscription, invoice, session or charge. */
  id: z.string(),
  /** The event's own. */
  event: z.string(),
  ...{ customer: word, email: word, name: word, organizationName: word },
  ...{ plan: word, status: word, mode: word, reason: word, currency: word },
  ...{ from: seconds, to: seconds, ended: seconds, paid: seconds },
  /** In the smallest unit of the currency. */
  amount: z.int().optional(),
  /** Of a charge: all that was ever paid back, and what had been before. */
  refunded: z.int().optional(),
  refundedBefore: z.int().optional(),
  /** Whether it is of a subscription. */
  recurring: z.boolean(),
  /** Whether an invoice tells of the same money. */
  invoiced: z.boolean(),
  /** The fields that an update changed. */
  changed: z.array(z.string()),
});
export type StripeEvent = z.infer<typeof eventShape>;

/** The kept form of what may be an event; what is wrong with it is left for the shape to say. */
export function eventOf(event: Fields): Fields {
  const data = fieldsOf(event.data);
  const object = fieldsOf(data.object);
  const before = fieldsOf(data.previous_attributes);
  const items = listOf(object.items);
  const lines = listOf(object.lines);
  const cancellation = fieldsOf(object.cancellation_details);
  return present({
    type: event.type,
    created: event.created,
    livemode: event.livemode,
    event: event.id,
    id: object.id,
    ...customerOf(object),
    plan: planOf(object, items, lines),
    status: wordOf(object.payment_status ?? object.status, 50),
    mode: wordOf(object.mode, 50),
    reason: wordOf(cancellation.reason, 100),
    currency: wordOf(object.currency, 10),
    ...periodOf(object, items, lines),
    ended: object.ended_at ?? undefined,
    paid: fieldsOf(object.status_transitions).paid_at ?? undefined,
    amount: object.amount_paid ?? object.amount_total ?? object.amount ?? undefined,
    refunded: object.amount_refunded,
    refundedBefore: before.amount_refunded,
    recurring: subscriptionOf(object) !== undefined || object.mode === 'subscription',
    invoiced: idOf(object.invoice) !== undefined,
    changed: Object.keys(before).slice(0, 100),
  });
}

/** The items of Stripe's list, `{ object: 'list', data: [...] }`. */
function listOf(value: unknown): readonly Fields[] {
  const { data } = fieldsOf(value);
  return Array.isArray(data) ? data.slice(0, 100).map(fieldsOf) : [];
}

/** An object is named by its id, or given whole. */
function idOf(value: unknown): string | undefined {
  return wordOf(value) ?? wordOf(fieldsOf(value).id);
}

/** Since 2025 an invoice names its subscription within its parent. */
function subscriptionOf({ subscription, parent }: Fields): string | undefined {
  return idOf(subscription) ?? idOf(fieldsOf(fieldsOf(parent).subscription_details).subscription);
}

function customerOf(object: Fields): Fields {
  const details = { ...fieldsOf(object.billing_details), ...fieldsOf(object.customer_details) };
  const { company, organization, company_name: companyName } = fieldsOf(object.metadata);
  const name = wordOf(object.customer_name) ?? wordOf(details.name);
  const taxIds = object.customer_tax_ids ?? details.tax_ids;
  // Who has a tax id is a business, and its name the name of one.
  const business = Array.isArray(taxIds) && taxIds.length > 0;
  const organizationName =
    wordOf(details.business_name) ?? wordOf(company) ?? wordOf(organization) ?? wordOf(companyName);
  return {
    customer: idOf(object.customer),
    email: emailOf(object.customer_email) ?? emailOf(details.email) ?? emailOf(object.receipt_email),
    name: business ? undefined : name,
    organizationName: organizationName ?? (business ? name : undefined),
  };
}

function planOf(object: Fields, items: readonly Fields[], lines: readonly Fields[]): string | undefined {
  const [item = {}] = items;
  const price = fieldsOf(item.price);
  const plan = fieldsOf(object.plan ?? item.plan);
  const named = wordOf(price.nickname) ?? wordOf(plan.nickname) ?? wordOf(price.lookup_key);
  return named ?? wordOf(lines[0]?.description) ?? wordOf(price.id) ?? wordOf(plan.id);
}

/** Of a subscription its current period, since 2025 that of its items; of an invoice what its lines cover. */
function periodOf(object: Fields, items: readonly Fields[], lines: readonly Fields[]): Fields {
  const periods = lines.map(({ period }) => fieldsOf(period));
  const starts = [...items.map((item) => item.current_period_start), ...periods.map(({ start }) => start)];
  const ends = [...items.map((item) => item.current_period_end), ...periods.map(({ end }) => end)];
  const [from, to] = [starts.filter(isNumber), ends.filter(isNumber)];
  return {
    from:
      object.start_date ?? object.current_period_start ?? (from.length > 0 ? Math.min(...from) : undefined),
    to: object.current_period_end ?? (to.length > 0 ? Math.max(...to) : undefined),
  };
}

const isNumber = (value: unknown): value is number => typeof value === 'number';
