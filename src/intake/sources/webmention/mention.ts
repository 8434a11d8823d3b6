/** A mention: a page elsewhere that is said to link to one of ours. */
import { hash } from 'node:crypto';
import { z } from 'zod';

const LONGEST = 2000;
const address = z
  .string()
  .max(LONGEST)
  .refine((text) => webAddress(text) !== undefined);

/** What is known of a mention: said to be there, found there, or not there (any more). */
export const mentionShape = z.object({
  source: address,
  target: address,
  state: z.enum(['pending', 'linked', 'absent']),
  title: z.string().optional(),
  /** Milliseconds since the epoch. */
  at: z.number(),
});
export type Mention = z.infer<typeof mentionShape>;

/** A web address without a password in it and without its fragment; undefined for anything else. */
export function webAddress(text: unknown): URL | undefined {
  if (typeof text !== 'string' || text.length > LONGEST || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  url.hash = '';
  return url;
}

/** The name of a mention: of its two addresses. */
export function mentionId({ source, target }: Pick<Mention, 'source' | 'target'>): string {
  return `mention:${hash('sha256', `${source}\n${target}`, 'hex').slice(0, 32)}`;
}
