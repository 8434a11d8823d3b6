/** One message → one stored message and one signal. Pure; all of it is private. */
import {
  type ActorClaim,
  type Adapted,
  type DropReason,
  dropped,
  erased,
  type SourceRecord,
} from '../../contract.ts';
import { supportMessage } from '../../deliveries/support.ts';
import { present } from '../../deliveries/values.ts';
import { checkedAdapter } from '../../files/checked.ts';
import { fieldsOf } from '../../text/json.ts';
import { type Message, messageShape } from './message.ts';

/** A contact's message this soon after its conversation began is what it began with, in milliseconds. */
const BEGINNING = 60_000;

/** Makes `adapt` for one desk. @param space what its ids belong to */
export function messageAdapter(space: string): (record: SourceRecord<unknown>) => Adapted {
  const adapt = checkedAdapter('message', messageShape, (message) => adaptMessage(message, space));
  return (record) => ('other' in fieldsOf(record.body) ? dropped('not_relevant') : adapt(record));
}

function adaptMessage(message: Message, space: string): Adapted {
  const { account, id, conversation, type, at, begun, content } = message;
  const nativeId = `${account}/message/${id}`;
  if (message.deleted) {
    return erased([
      { kind: 'message', space, nativeId },
      { kind: 'signal', nativeId: `message:${nativeId}` },
    ]);
  }
  const reason = leftOut(message);
  if (reason !== undefined) return dropped(reason);
  return supportMessage({
    space,
    nativeId,
    conversation: `${account}/conversation/${conversation}`,
    container: message.inbox ?? space,
    at,
    ...present({ editedAt: message.editedAt }),
    subject: message.subject ?? '',
    author: authorOf(message, space),
    claims: present({ sender: message.sender.name, email: message.sender.email }),
    text: content.trim(),
    original: message,
    asks: type === 'incoming' && begun !== undefined && at - begun <= BEGINNING,
  });
}

function leftOut({ type, internal, content, sender }: Message): DropReason | undefined {
  if (type === 'activity') return 'platform_note';
  // Greetings and questionnaires.
  if (type === 'template' || (sender.kind !== undefined && !/^(?:user|contact)$/i.test(sender.kind)))
    return 'bot';
  // Notes that agents write for each other.
  if (internal) return 'internal_traffic';
  return content.trim() === '' ? 'empty' : undefined;
}

/** Contacts and agents are numbered apart. */
function authorOf({ account, type, sender }: Message, space: string): ActorClaim {
  const { id, email, name, company } = sender;
  const login =
    id === undefined ? undefined : `${account}/${type === 'incoming' ? 'contact' : 'agent'}/${id}`;
  return present({
    email,
    name,
    organizationName: company,
    login,
    platform: login === undefined ? undefined : space,
  });
}
