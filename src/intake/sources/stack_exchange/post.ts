/** A question, an answer or a comment, the same from whichever way it came. */
import { z } from 'zod';

const number = z.int().min(1);

/** Body of a record. What could not be read of it is null and fails here, with the name of the field. */
export const postShape = z.object({
  post: z.object({
    /** Sites also keep wikis of tags and notes of elections as posts. */
    kind: z.enum(['question', 'answer', 'comment', 'other']),
    /** Questions and answers of a site are numbered together, comments apart. */
    id: number,
    /** The question it belongs to; of a comment whose answer is not known, the answer. */
    thread: number,
    /** What it answers; null for a question. */
    parent: number.nullable(),
    title: z.string(),
    body: z.string(),
    html: z.boolean(),
    /** Milliseconds since the epoch. */
    created: z.int(),
    edited: z.int().nullable(),
    /** Null when the account is gone; -1 is the site itself. */
    user: z.int().nullable(),
    name: z.string(),
    /** Of the profile, which only a dump shows. */
    homepage: z.string().optional(),
    tags: z.array(z.string()),
    score: z.int().nullable(),
    /** The answer that the asker accepted. */
    accepted: z.int().nullable(),
  }),
});
export type Post = z.infer<typeof postShape>['post'];

/** A record's body before it is checked. */
export interface PostBody {
  readonly post: { readonly [Field in keyof Post]: Post[Field] | null };
}

/** What is read of a profile. */
export interface Shown {
  readonly name: string;
  readonly homepage?: string;
}
