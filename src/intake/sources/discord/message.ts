/** A message of a saved Discord channel: the fields that are read, and nothing else. */
import { z } from 'zod';

/** Body of a record: one message and where it was written. */
export interface MessageBody {
  readonly message: Readonly<Record<string, unknown>>;
  readonly guild: Readonly<Record<string, unknown>>;
  readonly channel: Readonly<Record<string, unknown>>;
}

type Fields = Readonly<Record<string, unknown>>;

/** An object, or an empty one for anything else. */
export function fieldsOf(value: unknown): Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : {};
}

function pick(value: unknown, names: readonly string[]): Fields {
  const all = fieldsOf(value);
  return Object.fromEntries(names.flatMap((name) => (name in all ? [[name, all[name]]] : [])));
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
const shape = z.object({
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
export type Message = z.infer<typeof shape>;

/** The message of a record's body, or the path of the field that is wrong. */
export function readMessage(body: unknown): Message | { readonly wrong: string } {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  const path = (parsed.error.issues[0]?.path ?? []).filter((part) => part !== 'message');
  return { wrong: path.join('.') || 'message' };
}
