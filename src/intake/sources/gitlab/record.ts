/** Records of the source, the same whether the API or a webhook brought them: the fields that are read, no others. */
import { z } from 'zod';
import { type Fields, fieldsOf, pick } from '../../text/json.ts';

const project = z.object({
  id: z.int(),
  path_with_namespace: z.string().min(1).max(400),
  /** Whether everybody may see it, logged in or not. */
  open: z.boolean(),
});
/** The project that something belongs to. Its number stays when it is moved. */
export type Project = z.infer<typeof project>;

const user = z.object({
  id: z.int(),
  username: z.string().min(1),
  name: z.string().nullish(),
  /** Of the profile, as of the day of reading. Webhooks carry none. */
  company: z.string().nullish(),
});
export type User = z.infer<typeof user>;
const text = z.string().nullish();

export const THREADS = ['issues', 'merge_requests'] as const;
export type ThreadKind = (typeof THREADS)[number];

const written = { author: user, created_at: z.string(), updated_at: text };

/** What a record's body must look like. */
export const bodyShape = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('thread'),
    of: z.enum(THREADS),
    project,
    item: z.object({
      iid: z.int().min(1),
      title: text,
      description: text,
      confidential: z.boolean().nullish(),
      ...written,
    }),
  }),
  z.object({
    kind: z.literal('note'),
    of: z.enum(THREADS),
    project,
    thread: z.int().min(1),
    /** Whether the issue itself is confidential. */
    confidential: z.boolean(),
    item: z.object({
      id: z.int(),
      body: text,
      system: z.boolean(),
      internal: z.boolean().nullish(),
      confidential: z.boolean().nullish(),
      ...written,
    }),
  }),
  z.object({ kind: z.literal('star'), project, item: z.object({ user, starred_since: z.string() }) }),
  z.object({
    kind: z.literal('fork'),
    project,
    item: z.object({
      id: z.int(),
      created_at: z.string(),
      namespace: z.object({ kind: z.string(), path: z.string(), name: z.string() }),
    }),
  }),
  /** What says nothing that counts. */
  z.object({ kind: z.literal('nothing'), reason: z.enum(['platform_note', 'not_new', 'not_relevant']) }),
]);
export type GitlabRecord = z.infer<typeof bodyShape>;

/** A record's body before it is checked. */
export type Body = Fields & { readonly kind: GitlabRecord['kind'] };

const keepUser = (value: unknown): Fields => pick(value, ['id', 'username', 'name', 'company']);

/** The kept fields of an issue or a merge request. */
export function keepThread(value: unknown, author: unknown = fieldsOf(value).author): Fields {
  const kept = pick(value, ['iid', 'title', 'description', 'confidential', 'created_at', 'updated_at']);
  return { ...kept, author: keepUser(author) };
}

/** The kept fields of a note. */
export function keepNote(value: unknown, author: unknown = fieldsOf(value).author): Fields {
  const fields = fieldsOf(value);
  return {
    ...pick(fields, ['id', 'system', 'internal', 'confidential', 'created_at', 'updated_at']),
    // Webhooks call the text by the name of what it is.
    body: fields.body ?? fields.note,
    author: keepUser(author),
  };
}

/** The kept fields of a star. */
export function keepStar(value: unknown): Fields {
  const { starred_since: since, user: who } = fieldsOf(value);
  return { user: keepUser(who), starred_since: since };
}

/** The kept fields of a fork. */
export function keepFork(value: unknown): Fields {
  const fields = fieldsOf(value);
  return {
    ...pick(fields, ['id', 'created_at']),
    namespace: pick(fields.namespace, ['kind', 'path', 'name']),
  };
}

/** The kept fields of a project. Webhooks say its visibility by a number, of which 20 is public. */
export function keepProject(value: unknown): Fields {
  const { visibility, visibility_level: level, ...rest } = fieldsOf(value);
  return { ...pick(rest, ['id', 'path_with_namespace']), open: visibility === 'public' || level === 20 };
}
