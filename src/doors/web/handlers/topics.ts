/** The topics in use. */
import type { Handler } from 'hono';
import { z } from 'zod';
import { LeadspringError } from '../../../base/index.ts';
import { topicFinder } from '../../../leads/index.ts';
import { leadOptionsOf, type WebContext, type WebEnv } from '../context.ts';
import { topicsPage } from '../pages/topics.ts';
import { readQuery } from '../query.ts';

const QUERY = z.strictObject({
  text: z.string().max(500).optional(),
  product: z.string().max(100).optional(),
});

export function topicsHandler(context: WebContext): Handler<WebEnv> {
  return (c) => {
    const { text, product } = readQuery(QUERY, c.req.queries());
    const { weights } = leadOptionsOf(context);
    const own = weights.products.find(({ name }) => name === product);
    if (product !== undefined && own === undefined)
      throw new LeadspringError(
        'argument_invalid',
        'The parameter “product” names no product of your list.',
        {
          where: { field: 'product' },
        },
      );
    const matches = text === undefined ? [] : topicFinder(weights, product ?? null).explain(text);
    const { products } = weights;
    const topics = own?.topics ?? weights.topics;
    return c.html(topicsPage({ topics, products, product: own, text, matches, acts: weights.topic_acts }));
  };
}
