/** A post as Discourse's API gives it: the fields that are read, and nothing else. */
import { z } from 'zod';
import { type Fields, pick } from '../../text/json.ts';

/**
 * The fields that are kept of a post. Answers to administrators also carry addresses of authors, mail and network,
 * which must not be kept; so what is not named here is left behind.
 */
const POST_FIELDS = [
  ...[
    'id',
    'topic_id',
    'topic_title',
    'topic_slug',
    'category_id',
    'post_number',
    'post_type',
    'reply_to_post_number',
  ],
  ...[
    'user_id',
    'username',
    'name',
    'created_at',
    'updated_at',
    'cooked',
    'raw',
    'hidden',
    'deleted_at',
    'user_deleted',
  ],
  ...['accepted_answer', 'like_count'],
] as const;
const TOPIC_FIELDS = ['title', 'category_id', 'archetype', 'tags', 'visible', 'deleted_at'] as const;

/**
 * In what answer a post came. Of a post alone nothing says whether its topic is a private one; `closed` are topics of
 * categories that not everybody may read.
 */
export const ANSWERS = ['topic', 'latest_posts', 'private_posts', 'alone', 'closed'] as const;
export type AnswerKind = (typeof ANSWERS)[number];

/** Body of a record: one post, what its topic says, and in what answer it came. */
export interface PostBody {
  readonly post: Fields;
  readonly topic: Fields;
  readonly from: AnswerKind;
}

/** The kept fields of what may be a post of what may be a topic. */
export function postBody(post: unknown, topic: unknown, from: AnswerKind): PostBody {
  return { post: pick(post, POST_FIELDS), topic: pick(topic, TOPIC_FIELDS), from };
}

const flag = z.boolean().nullish();
/** What `postBody` makes of a post that is one. */
export const postShape = z.object({
  post: z.object({
    id: z.int(),
    topic_id: z.int(),
    topic_title: z.string().nullish(),
    category_id: z.int().nullish(),
    post_number: z.int().min(1),
    /** 1 regular, 2 a moderator's act, 3 a small act (closed, pinned, ...), 4 a whisper to the staff. */
    post_type: z.int().nullish(),
    reply_to_post_number: z.int().nullish(),
    user_id: z.int().nullish(),
    username: z.string().min(1),
    name: z.string().nullish(),
    created_at: z.string(),
    updated_at: z.string().nullish(),
    cooked: z.string().nullish(),
    raw: z.string().nullish(),
    hidden: flag,
    deleted_at: z.string().nullish(),
    user_deleted: flag,
  }),
  topic: z.object({
    title: z.string().nullish(),
    category_id: z.int().nullish(),
    archetype: z.string().nullish(),
    deleted_at: z.string().nullish(),
  }),
  from: z.enum(ANSWERS),
});

/** A post whose fields have the types they should have. */
export type Post = z.infer<typeof postShape>;

/** What the forum took back, or what says nothing that counts. */
export const otherShape = z.union([
  z.object({ gone: z.object({ topic_id: z.int(), posts: z.array(z.int().min(1)).max(20_000) }) }),
  z.object({ gone: z.object({ username: z.string().min(1).max(200) }) }),
  z.object({ nothing: z.enum(['platform_note', 'not_new']) }),
]);
export type Other = z.infer<typeof otherShape>;

/** Body of a record, however it came. */
export type Body = PostBody | { readonly gone: Fields } | { readonly nothing: string };
