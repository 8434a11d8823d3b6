/** A message of a saved Discord channel: the fields that are read, and nothing else. */
import { z } from 'zod';
import { type Fields, fieldsOf, pick } from '../../text/json.ts';

/** Body of a record: one message and where it was written. */
export interface MessageBody {
  readonly message: Fields;
  readonly guild: Fields;
  readonly channel: Fields;
}

/** The kept fields. Attachments are left behind: their links are signed. */
export function messageBody(message: unknown, file: Fields): MessageBody {
  const kept = pick(message, ['id', 'type', 'timestamp', 'content']);
  const { author, reference } = fieldsOf(message);
  return {
    message: {
      ...kept,
      author: pick(author, ['id', 'name', 'nickname', 'isBot']),
      ...(reference === undefined ? {} : { reference: pick(reference, ['messageId', 'channelId']) }),
    },
    guild: pick(file.guild, ['id', 'name']),
    channel: pick(file.channel, ['id', 'type', 'name', 'category']),
  };
}

/** Discord's ids: 64-bit numbers as text. */
const id = z.string().regex(/^\d{1,20}$/);
/** What `messageBody` makes of a message that is one. */
export const messageShape = z.object({
  message: z.object({
    id,
    type: z.string(),
    timestamp: z.string(),
    content: z.string(),
    author: z.object({
      id,
      name: z.string().min(1),
      nickname: z.string().nullish(),
      isBot: z.boolean().nullish(),
    }),
    reference: z.object({ messageId: id.nullish(), channelId: id.nullish() }).nullish(),
  }),
  guild: z.object({ id, name: z.string().nullish() }),
  channel: z.object({ id, type: z.string().nullish(), name: z.string().nullish() }),
});

/** A message whose fields have the types they should have. */
export type Message = z.infer<typeof messageShape>;
