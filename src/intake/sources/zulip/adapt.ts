/** One message of a channel to one stored message and one signal. Pure. */
import {
  type ActorClaim,
  type Adapted,
  adapted,
  type DropReason,
  dropped,
  type MessageDraft,
  type SignalDraft,
  type SourceRecord,
  type Visibility,
} from '../../contract.ts';
import { checkedAdapter } from '../../files/checked.ts';
import { chatSignal, isQuestion } from '../../text/chat.ts';
import { type Message, messageShape } from './message.ts';
import type { ZulipSettings } from './settings.ts';
import { plainText } from './text.ts';

const LONGEST_TEXT = 200_000;

/** Makes `adapt` for one organization. Failures: record_malformed; dates that cannot be are found by the runner. */
export function messageAdapter(settings: ZulipSettings): (record: SourceRecord<unknown>) => Adapted {
  return checkedAdapter('message', messageShape, (read) => {
    const reason = leftOut(read);
    if (reason !== undefined) return dropped(reason);
    const text = plainText(read.message.content.slice(0, LONGEST_TEXT));
    if (text === '') return dropped('empty');
    const message = messageOf(read, settings, text);
    return adapted([signalOf(read, message)], [message]);
  });
}

function leftOut({ author, message }: Message): DropReason | undefined {
  if (author?.system === true) return 'platform_note';
  if (author?.robot === true) return 'bot';
  // A message that was deleted while its author was allowed to keep the trace of it.
  return message.content === '(deleted)' ? 'deleted' : undefined;
}

function messageOf({ message, channel, author, first }: Message, settings: ZulipSettings, text: string) {
  const { id, sender, subject, last_edit_time: edited } = message;
  const draft: MessageDraft = {
    nativeId: String(id),
    space: settings.server,
    container: channel === null ? 'direct' : `#${channel.name}`,
    visibility: visibilityOf(channel, settings),
    at: milliseconds(message.date_sent ?? message.pub_date ?? Number.NaN),
    subject: channel === null ? '' : (subject ?? ''),
    author: authorOf(sender, author, settings.server),
    claims: { sender: String(sender), name: author?.name ?? '' },
    references: first === null || first === id ? [] : [String(first)],
    format: 'json',
    raw: new Uint8Array(Buffer.from(JSON.stringify({ message, channel, author, first }), 'utf8')),
    ...(typeof edited === 'number' ? { editedAt: milliseconds(edited) } : {}),
    text,
  };
  return draft;
}

const milliseconds = (seconds: number): number => Math.floor(seconds * 1000);

function visibilityOf(channel: Message['channel'], { visibility }: ZulipSettings): Visibility {
  if (channel === null || visibility === 'private') return 'private';
  return channel.web || (channel.open && visibility === 'public_channels') ? 'public' : 'private';
}

/** Zulip has no user names; `user` and the number is how it calls accounts whose address it does not show. */
function authorOf(sender: number, author: Message['author'], platform: string): ActorClaim {
  return {
    ...{ login: `user${sender}`, platform },
    ...(author === null || author.name === '' ? {} : { name: author.name }),
    ...(author === null || author.email === '' ? {} : { email: author.email }),
    ...(author?.company === undefined ? {} : { profileCompany: author.company }),
  };
}

/** A topic is a conversation: who begins one asks, everybody else takes part. Elsewhere a question mark tells. */
function signalOf({ message, channel, first }: Message, draft: MessageDraft): SignalDraft {
  return chatSignal(draft, 'message', {
    asks: first === null ? isQuestion(draft.text) : first === message.id,
    thread: first === null ? `recipient/${message.recipient}` : String(first),
    title: channel === null ? 'direct' : `#${channel.name} > ${draft.subject}`,
  });
}
