/** A message as Zulip exports it: the fields that are read, and nothing else. */
import { z } from 'zod';
import { type Fields, pick } from '../../text/json.ts';

const author = z.object({
  name: z.string(),
  email: z.string(),
  /** What the profile names as company. */
  company: z.string().optional(),
  robot: z.boolean(),
  /** An account of the server itself, which speaks for it. */
  system: z.boolean(),
});
/** What is known of who wrote a message, from the export's realm.json. */
export type Author = z.infer<typeof author>;

const channel = z.object({
  name: z.string(),
  /** Whether every member may join it. */
  open: z.boolean(),
  /** Whether everybody on the web may read it. */
  web: z.boolean(),
});
export type Channel = z.infer<typeof channel>;

/** Body of a record: one message, where it was written and by whom. */
export interface MessageBody {
  readonly message: Fields;
  /** Null for direct messages. */
  readonly channel: Channel | null;
  readonly author: Author | null;
  /** The id of the first message of its topic in its channel, which may be itself; null where there are no topics. */
  readonly first: number | null;
}

const FIELDS = [
  'id',
  'sender',
  'recipient',
  'subject',
  'content',
  'date_sent',
  // Exports of servers before 2.0 call it so.
  'pub_date',
  'last_edit_time',
] as const;

/** The kept fields of what may be a message. */
export function keptFields(message: unknown): Fields {
  return pick(message, FIELDS);
}

/** A record's body whose message is one. */
export const messageShape = z.object({
  message: z
    .object({
      id: z.int().min(0),
      sender: z.int(),
      recipient: z.int(),
      subject: z.string().max(1_000).nullish(),
      content: z.string(),
      date_sent: z.number().nullish(),
      pub_date: z.number().nullish(),
      last_edit_time: z.number().nullish(),
    })
    .refine(({ date_sent: sent, pub_date: published }) => typeof (sent ?? published) === 'number', {
      path: ['date_sent'],
    }),
  channel: channel.nullable(),
  author: author.nullable(),
  first: z.int().nullable(),
});

/** A message whose fields have the types they should have. */
export type Message = z.infer<typeof messageShape>;
