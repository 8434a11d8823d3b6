/** A post of a Mattermost bulk export: the fields that are read, and nothing else. */
import { z } from 'zod';
import { type Fields, pick } from '../../text/json.ts';

export const user = z.object({
  username: z.string().min(1).max(200),
  email: z.string().max(320).nullish().catch(null),
  nickname: z.string().max(200).nullish().catch(null),
  first_name: z.string().max(200).nullish().catch(null),
  last_name: z.string().max(200).nullish().catch(null),
  /** The job title. */
  position: z.string().max(200).nullish().catch(null),
});
export type User = z.infer<typeof user>;

/** Body of a record: one post, or one reply with what it replies to. */
export interface PostBody {
  /** `team/channel` in lower case, or the members of a direct channel. */
  readonly channel: string;
  /** Whether everybody on the team may join the channel. */
  readonly open: boolean;
  readonly title: string;
  readonly post: Fields;
  /** The post that is replied to: its author and time, which name it. */
  readonly parent: Fields | null;
  readonly author: User | null;
  readonly replies: number;
}

const FIELDS = ['user', 'type', 'message', 'create_at', 'edit_at'] as const;

/** The kept fields of what may be a post. Props, reactions and attachments are left behind. */
export function keptFields(post: unknown): Fields {
  return pick(post, FIELDS);
}

const named = z.object({ user: z.string().min(1).max(200), create_at: z.int().min(0) });
/** A record's body whose post is one. */
export const postShape = z.object({
  channel: z.string(),
  open: z.boolean(),
  title: z.string(),
  post: named.extend({ message: z.string(), type: z.string().nullish() }),
  parent: named.nullable(),
  author: user.nullable(),
  replies: z.int(),
});

/** A post whose fields have the types they should have. */
export type Post = z.infer<typeof postShape>;
