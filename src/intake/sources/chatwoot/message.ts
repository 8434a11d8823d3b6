/** One message as it is kept. Of people: name, address, company; no phone number, network address or browser. */
import { z } from 'zod';
import { emailOf, present, timeOf, wordOf } from '../../deliveries/values.ts';
import { type Fields, fieldsOf } from '../../text/json.ts';

const word = z.string().optional();
const person = z.object({ id: word, email: word, name: word, company: word, kind: word });
/** What `messageOf` makes of an event about a message. */
export const messageShape = z.object({
  event: z.enum(['message_created', 'message_updated']),
  id: z.string(),
  account: z.string(),
  conversation: z.string(),
  type: z.enum(['incoming', 'outgoing', 'activity', 'template']),
  /** Of agents, for agents. */
  internal: z.boolean(),
  deleted: z.boolean(),
  content: z.string(),
  /** Milliseconds since the epoch. */
  at: z.number(),
  editedAt: z.number().optional(),
  begun: z.number().optional(),
  inbox: word,
  subject: word,
  sender: person,
});
export type Message = z.infer<typeof messageShape>;

const TYPES = ['incoming', 'outgoing', 'activity', 'template'];

/** The kept form of what may be an event about a message. @param arrived when it came, in milliseconds since the epoch */
export function messageOf(event: Fields, arrived: number): Fields {
  const conversation = fieldsOf(event.conversation);
  const mail = fieldsOf(fieldsOf(event.content_attributes).email);
  const { message_type: type, content, event: name } = event;
  return present({
    event: name,
    id: wordOf(event.id),
    account: wordOf(fieldsOf(event.account).id) ?? wordOf(conversation.account_id),
    conversation: wordOf(conversation.id) ?? wordOf(conversation.display_id),
    // In lists of messages the types are numbers, in events they have names.
    type: typeof type === 'number' ? TYPES[type] : type,
    internal: event.private === true,
    deleted: fieldsOf(event.content_attributes).deleted === true,
    content: content ?? '',
    at: event.created_at === undefined ? arrived : timeOf(event.created_at),
    editedAt: name === 'message_updated' ? arrived : undefined,
    begun: timeOf(conversation.created_at),
    inbox: wordOf(fieldsOf(event.inbox).name),
    subject:
      wordOf(mail.subject, 300) ?? wordOf(fieldsOf(conversation.additional_attributes).mail_subject, 300),
    sender: senderOf(event, conversation),
  });
}

function senderOf(event: Fields, conversation: Fields): Fields {
  const sender = fieldsOf(event.sender);
  const contact = fieldsOf(fieldsOf(conversation.meta).sender);
  // Older versions send no address with the message, but with the conversation.
  const same = event.message_type === 'incoming' && (sender.id === undefined || sender.id === contact.id);
  const person = same ? { ...contact, ...sender, email: sender.email ?? contact.email } : sender;
  const company =
    fieldsOf(person.additional_attributes).company_name ??
    fieldsOf(contact.additional_attributes).company_name;
  return present({
    id: wordOf(person.id),
    email: emailOf(person.email),
    name: wordOf(person.name),
    company: same ? wordOf(company) : undefined,
    kind: wordOf(person.type, 50),
  });
}
