/** One ping as it is kept: what was bought, by whom, for how much. Addresses of people and cards are left behind. */
import { z } from 'zod';
import { emailOf, present, timeOf, wordOf } from '../../deliveries/values.ts';
import type { Fields } from '../../text/json.ts';

/** What pings tell of that is a sale, or takes one back, or gives it back again. */
export const RESOURCES = ['sale', 'refund', 'dispute', 'dispute_won'] as const;

const word = z.string().optional();
/** What `saleOf` makes of a ping that is one. */
export const saleShape = z.object({
  resource: z.enum(RESOURCES),
  id: z.string(),
  product: z.string(),
  title: word,
  email: word,
  name: word,
  company: word,
  country: word,
  /** In the smallest unit of the currency. */
  price: z.int(),
  currency: z.string(),
  quantity: z.int().min(1),
  test: z.boolean(),
  /** Milliseconds since the epoch: of the sale, or of what became of it. */
  at: z.number(),
});
export type Sale = z.infer<typeof saleShape>;

const COMPANY = /^custom_fields\[(?:company|organi[sz]ation|firma|entreprise|empresa)(?: name)?\]$/i;

/** The kept form of what may be a ping. @param arrived when it came, in milliseconds since the epoch */
export function saleOf(form: Readonly<Record<string, string>>, arrived: number): Fields {
  const { resource_name: resource = form.refunded === 'true' ? 'refund' : 'sale' } = form;
  const company = Object.entries(form).find(([name]) => COMPANY.test(name))?.[1];
  return present({
    resource,
    id: wordOf(form.sale_id, 100),
    product:
      wordOf(form.permalink ?? form.short_product_id) ??
      wordOf(form.product_permalink) ??
      wordOf(form.product_id),
    title: wordOf(form.product_name),
    email: emailOf(form.email),
    name: wordOf(form.full_name),
    company: wordOf(company),
    country: wordOf(form.ip_country, 60),
    price: integerOf(form.price),
    currency: wordOf(form.currency, 10) ?? 'usd',
    quantity: form.quantity === undefined ? 1 : integerOf(form.quantity),
    test: form.test === 'true',
    at: resource === 'sale' ? timeOf(form.sale_timestamp) : arrived,
  });
}

function integerOf(text: string | undefined): number | undefined {
  return /^\d{1,12}$/.test(text ?? '') ? Number(text) : undefined;
}
