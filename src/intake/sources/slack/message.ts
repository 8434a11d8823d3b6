/** A message as Slack exports it: the fields that are read, and nothing else. */
import { z } from 'zod';
import { type Fields, pick } from '../../text/json.ts';

/** What is known of who wrote a message, from the export's users.json. */
const author = z.object({
  id: z.string(),
  name: z.string(),
  realName: z.string(),
  email: z.string(),
  /** The firm that the profile's title names. */
  company: z.string().optional(),
  robot: z.boolean(),
});
export type Author = z.infer<typeof author>;

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly open: boolean;
}

/** Body of a record: one message, its channel, and names of those it speaks of. */
export interface MessageBody {
  readonly message: Fields;
  readonly channel: Channel;
  readonly author: Author | null;
  /** Names by user id. */
  readonly mentioned: Readonly<Record<string, string>>;
}

const FIELDS = ['type', 'subtype', 'user', 'text', 'ts', 'thread_ts', 'bot_id', 'reply_count'] as const;

/** The kept fields of what may be a message. Exports also carry files with tokens in their links. */
export function keptFields(message: unknown): Fields {
  return pick(message, FIELDS);
}

/** Slack's timestamps are names as well: seconds since the epoch and a number that makes them unique. */
const timestamp = z.string().regex(/^\d{9,11}\.\d{1,6}$/);

/** A record's body whose message is one. */
export const messageShape = z.object({
  message: z.object({
    type: z.literal('message'),
    subtype: z.string().nullish(),
    user: z.string().nullish(),
    bot_id: z.string().nullish(),
    text: z.string().nullish(),
    ts: timestamp,
    thread_ts: timestamp.nullish(),
    reply_count: z.number().nullish(),
  }),
  channel: z.object({ id: z.string(), name: z.string(), open: z.boolean() }),
  author: author.nullable(),
  mentioned: z.record(z.string(), z.string()),
});

/** A message whose fields have the types they should have. */
export type Message = z.infer<typeof messageShape>;
