/** A hit of the search: the fields that are read, and nothing else. */
import { z } from 'zod';
import { type Fields, pick } from '../../text/json.ts';

const FIELDS = [
  ...['objectID', 'created_at_i', 'author', 'title', 'url', 'story_text'],
  ...['comment_text', 'story_id', 'story_title', 'story_url'],
] as const;

export interface Body {
  readonly hit: Fields;
}

/** The kept fields of what may be a hit. */
export const hitBody = (value: unknown): Body => ({ hit: pick(value, FIELDS) });

const text = z.string().nullish();
export const hitShape = z.object({
  hit: z.object({
    objectID: z.string().regex(/^\d{1,15}$/),
    /** Seconds since the epoch. */
    created_at_i: z.int(),
    author: text,
    title: text,
    url: text,
    story_text: text,
    comment_text: text,
    story_id: z.int().nullish(),
    story_title: text,
    story_url: text,
  }),
});
export type Hit = z.infer<typeof hitShape>['hit'];
