/** Records of the source, the same whether the API or a webhook brought them: the fields that are read, no others. */
import { z } from 'zod';
import { type Fields, fieldsOf, pick } from '../../text/json.ts';

const repository = z.object({ id: z.int(), full_name: z.string().min(3).max(250), private: z.boolean() });
/** The repository that something belongs to. Its number stays when it is renamed. */
export type Repository = z.infer<typeof repository>;

/** A user; null where the account is gone. */
const user = z.object({
  login: z.string().min(1),
  id: z.int(),
  type: z.string().nullish(),
  /** Of the profile, as of the day of reading. Webhooks carry none. */
  company: z.string().nullish(),
  homepage: z.string().nullish(),
});
export type User = z.infer<typeof user>;
const text = z.string().nullish();

const thread = z.object({
  number: z.int().min(1),
  title: text,
  body: text,
  user: user.nullable(),
  created_at: z.string(),
  updated_at: text,
  category: z.object({ name: z.string() }).nullish(),
});
const comment = z.object({
  id: z.int(),
  body: text,
  user: user.nullable(),
  created_at: z.string(),
  updated_at: text,
  /** The comment that this one answers to. */
  parent: z.int().nullish(),
});
const release = z.object({
  id: z.int(),
  tag_name: z.string().min(1),
  name: text,
  draft: z.boolean(),
  published_at: text,
  assets: z.array(z.object({ id: z.int(), name: z.string(), download_count: z.int() })),
});

export const THREADS = ['issue', 'pull_request', 'discussion'] as const;
export type ThreadKind = (typeof THREADS)[number];
export const COMMENTS = [
  'comment',
  'review_comment',
  'review',
  'discussion_comment',
  'commit_comment',
] as const;
export type CommentKind = (typeof COMMENTS)[number];

/** What a record's body must look like. */
export const bodyShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('thread'), of: z.enum(THREADS), repository, item: thread }),
  z.object({
    kind: z.literal('comment'),
    of: z.enum(COMMENTS),
    repository,
    /** The number of what is commented on; of a commit its id. */
    thread: z.string().min(1).max(64),
    item: comment,
  }),
  z.object({ kind: z.literal('star'), repository, item: z.object({ user, starred_at: z.string() }) }),
  z.object({
    kind: z.literal('fork'),
    repository,
    item: z.object({ id: z.int(), owner: user, created_at: z.string() }),
  }),
  /** `day`: of the download counts, where they are current. */
  z.object({ kind: z.literal('release'), repository, item: release, at: z.int().nullable() }),
  z.object({
    kind: z.literal('gone'),
    repository,
    of: z.enum([...THREADS, ...COMMENTS, 'release']),
    thread: z.string().max(64),
    item: z.object({ id: z.int() }),
  }),
  /** What says nothing that counts. */
  z.object({ kind: z.literal('note'), reason: z.enum(['platform_note', 'not_new', 'deleted']) }),
]);
export type GithubRecord = z.infer<typeof bodyShape>;

/** A record's body before it is checked. */
export type Body = Fields & { readonly kind: GithubRecord['kind'] };

const keepUser = (value: unknown): unknown =>
  value === null || value === undefined ? null : pick(value, ['login', 'id', 'type', 'company', 'homepage']);

/** The kept fields of an issue, a pull request or a discussion. */
export function keepThread(value: unknown): Fields {
  const fields = fieldsOf(value);
  return {
    ...pick(fields, ['number', 'title', 'body', 'created_at', 'updated_at']),
    user: keepUser(fields.user),
    ...('category' in fields ? { category: pick(fields.category, ['name']) } : {}),
  };
}

/** The kept fields of a comment or review. @param parent the comment that it answers to */
export function keepComment(value: unknown, parent?: unknown): Fields {
  const fields = fieldsOf(value);
  return {
    ...pick(fields, ['id', 'body', 'updated_at']),
    user: keepUser(fields.user),
    created_at: fields.created_at ?? fields.submitted_at,
    ...(typeof parent === 'number' ? { parent } : {}),
  };
}

/** The kept fields of a star with its date. */
export function keepStar(starredAt: unknown, who: unknown): Fields {
  return { user: keepUser(who), starred_at: starredAt };
}

/** The kept fields of a fork. */
export function keepFork(value: unknown): Fields {
  const fields = fieldsOf(value);
  return { ...pick(fields, ['id', 'created_at']), owner: keepUser(fields.owner) };
}

/** The kept fields of a release. */
export function keepRelease(value: unknown): Fields {
  const fields = fieldsOf(value);
  const assets = Array.isArray(fields.assets) ? fields.assets.slice(0, 1_000) : [];
  return {
    ...pick(fields, ['id', 'tag_name', 'name', 'draft', 'published_at']),
    assets: assets.map((asset) => pick(asset, ['id', 'name', 'download_count'])),
  };
}

/** The kept fields of a repository. */
export function keepRepository(value: unknown): Fields {
  return pick(value, ['id', 'full_name', 'private']);
}
