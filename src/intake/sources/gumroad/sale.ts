/** One sale as it is kept: what was bought, by whom, for how much. Addresses of people and cards are left behind. */
import { z } from 'zod';
import { emailOf, idOf, present, timeOf, wordOf } from '../../deliveries/values.ts';
import { type Fields, fieldsOf } from '../../text/json.ts';

/** What pings tell of that is a sale, or takes one back, or gives it back again. */
export const RESOURCES = ['sale', 'refund', 'dispute', 'dispute_won'] as const;

const word = z.string().optional();
const price = z.int();
/** What `saleOf` makes of a ping that is one, and `saleOfRow` of a row. */
export const saleShape = z.object({
  resource: z.enum(RESOURCES),
  id: z.string(),
  /** Its short id, which pings and tables both have. */
  product: z.string(),
  permalink: word,
  title: word,
  email: word,
  name: word,
  company: word,
  country: word,
  /** In cents of US dollars, whatever the currency of the shop. */
  price,
  quantity: z.int().min(1),
  test: z.boolean(),
  /** Milliseconds since the epoch: of the sale, or of what became of it. */
  at: z.number(),
  /** What a table tells that became of the sale since. */
  since: z.array(z.object({ resource: z.enum(RESOURCES), price })).default([]),
});
export type Sale = z.infer<typeof saleShape>;

/** The kept form of what may be a ping. @param arrived when it came, in milliseconds since the epoch */
export function saleOf(form: Readonly<Record<string, string>>, arrived: number): Fields {
  const resource = resourceOf(form);
  return present({
    resource,
    id: wordOf(form.sale_id, 100),
    product: wordOf(form.short_product_id ?? form.permalink ?? form.product_permalink ?? form.product_id),
    permalink: wordOf(form.permalink),
    title: wordOf(form.product_name),
    email: emailOf(form.email),
    name: wordOf(form.full_name),
    company: companyOf(Object.entries(form).map(([name, value]) => [ownFieldOf(name), value])),
    country: wordOf(form.ip_country, 60),
    price: integerOf(form.price),
    quantity: form.quantity === undefined ? 1 : integerOf(form.quantity),
    test: form.test === 'true',
    at: resource === 'sale' ? timeOf(form.sale_timestamp) : arrived,
  });
}

/** A refund that did not give all back is one of its own: its ping names the whole price, not what went back. */
function resourceOf({ resource_name: named, refunded }: Readonly<Record<string, string>>): string {
  if (named === 'refund' && refunded === 'false') return 'partial_refund';
  return named ?? (refunded === 'true' ? 'refund' : 'sale');
}

/** The id of its record, however it came: a sale that fails by one way is mended by the other. */
export function recordIdOf(sale: Fields): string {
  const { resource, id } = fieldsOf(sale);
  return idOf('ping', typeof id === 'string' ? `${resource}:${id}` : undefined, () => sale);
}

const COMPANY = /^(?:company|organi[sz]ation|firma|entreprise|empresa)(?: name)?$/i;

/** What stands in the first field of the shop's own that asks for a company. */
export function companyOf(fields: readonly (readonly [name: string, value: string])[]): string | undefined {
  return wordOf(fields.find(([name]) => COMPANY.test(name))?.[1]);
}

/** A field of the shop's own as the shop names it. */
function ownFieldOf(name: string): string {
  return /^custom_fields\[(.*)\]$/.exec(name)?.[1] ?? '';
}

/** A whole number of 0 or more. */
export function integerOf(text: string | undefined): number | undefined {
  return /^\d{1,12}$/.test(text ?? '') ? Number(text) : undefined;
}
