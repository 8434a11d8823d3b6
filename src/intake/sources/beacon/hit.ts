/** What a page told, as it is kept: nothing of who opened it. */
import { z } from 'zod';
import { present, wordOf } from '../../deliveries/values.ts';
import type { Fields } from '../../text/json.ts';
import { pageKey, pathOf, searchTerm } from '../../text/page_key.ts';

const word = z.string().optional();
/** What `hitOf` makes of a body that is one. */
export const hitShape = z
  .object({
    act: z.enum(['read', 'dead_end', 'rate', 'search']),
    page: z.string(),
    site: z.string(),
    referrer: word,
    /** Tidied; empty when nothing is left of it. */
    query: word,
    results: z.int().min(0).optional(),
    helpful: z.boolean().optional(),
    /** Milliseconds since the epoch. */
    at: z.number(),
  })
  .refine(({ act, query }) => act !== 'search' || query !== undefined, { path: ['query'] })
  .refine(({ act, helpful }) => act !== 'rate' || helpful !== undefined, { path: ['helpful'] });
export type Hit = z.infer<typeof hitShape>;

/** The kept form of what may be the word of a page. @param site the page's host */
export function hitOf(body: Fields, site: string, at: number): Fields {
  const path = wordOf(body.path, 2000);
  const query = wordOf(body.query, 500);
  const from = wordOf(body.from, 255)
    ?.toLowerCase()
    .replace(/^www\./, '')
    .replace(/:\d+$/, '');
  const results = wordOf(body.results, 10);
  return present({
    act: wordOf(body.act, 20),
    page: path?.startsWith('/') ? pageKey(pathOf(path).path) : undefined,
    site,
    referrer: from !== undefined && /^[\p{L}\p{N}.-]+$/u.test(from) && from !== site ? from : undefined,
    query: query === undefined ? undefined : searchTerm(`q=${encodeURIComponent(query)}`),
    results: results === undefined ? undefined : Number(results),
    helpful: helpfulOf(body.helpful),
    at,
  });
}

function helpfulOf(value: unknown): boolean | undefined {
  if (value === 'yes' || value === true) return true;
  return value === 'no' || value === false ? false : undefined;
}
