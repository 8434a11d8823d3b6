/** Records of the source: one is one entry of a feed, the same whether it was asked for or read from a file. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { RecordPlace, SourceRecord } from '../../contract.ts';
import { type Entry, entriesOf } from './entries.ts';

/** What a record's body must look like. */
export const entryShape = z.object({
  entry: z.object({
    id: z.string(),
    link: z.string(),
    title: z.string(),
    text: z.string(),
    published: z.string(),
    author: z.string(),
    email: z.string(),
  }),
});

export interface Body {
  readonly entry: Entry;
}

/** The name of an entry: its id, which is its for ever; else its link; else what it says. */
export function nameOf({ id, link, title, published }: Entry): string {
  const words = id || link || `${title}\n${published}`;
  return createHash('sha256').update(words).digest('hex').slice(0, 32);
}

/** The records of a feed, or undefined when the text is none. @param base its address, to resolve links */
export function recordsOf(text: string, base: string, place: RecordPlace): SourceRecord<Body>[] | undefined {
  return entriesOf(text, base)?.map((entry) => ({ id: `entry:${nameOf(entry)}`, place, body: { entry } }));
}
