/** A post of a search: the fields that are read, and nothing else. */
import { z } from 'zod';
import { type Fields, fieldsOf, pick } from '../../text/json.ts';

const FIELDS = [
  ...['id', 'author', 'title', 'selftext', 'url', 'is_self'],
  ...['permalink', 'subreddit', 'created_utc', 'removed_by_category'],
] as const;

export interface Body {
  readonly post: Fields;
}

/** The kept fields of what may be a post, from its place in a listing. */
export const postBody = (child: unknown): Body => ({ post: pick(fieldsOf(child).data, FIELDS) });

const text = z.string().nullish();
export const postShape = z.object({
  post: z.object({
    id: z.string().regex(/^[a-z0-9]{1,15}$/i),
    author: z.string(),
    title: z.string(),
    selftext: text,
    url: text,
    is_self: z.boolean(),
    permalink: z.string().regex(/^\/\S{1,400}$/),
    subreddit: z.string(),
    /** Seconds since the epoch. */
    created_utc: z.number(),
    removed_by_category: text,
  }),
});
export type Post = z.infer<typeof postShape>['post'];
