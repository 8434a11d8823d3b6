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
} from '../../contract.ts';
import { checkedAdapter } from '../../files/checked.ts';
import { chatSignal, isQuestion } from '../../text/chat.ts';
import { type Message, messageShape } from './message.ts';
import type { DiscordSettings } from './settings.ts';

const PLATFORM = 'discord.com';
const LONGEST_TEXT = 200_000;
/** Kinds of messages that people write; all others are notes of Discord ("pinned a message"). */
const WRITTEN = new Set(['Default', 'Reply', '0', '19']);
const THREAD = /Thread/;
const DIRECT = /^Direct/;
/** The id of the "server" that direct messages are saved under. */
const NO_GUILD = '0';

/** Makes `adapt`. Failures: record_malformed; dates that cannot be are found by the runner. */
export function messageAdapter(settings: DiscordSettings): (record: SourceRecord<unknown>) => Adapted {
  return checkedAdapter('message', messageShape, (read) => {
    const reason = leftOut(read);
    if (reason !== undefined) return dropped(reason);
    const message = messageOf(read, settings);
    return message.text === '' ? dropped('empty') : adapted([signalOf(read, message)], [message]);
  });
}

function leftOut({ message }: Message): DropReason | undefined {
  if (message.author.isBot === true) return 'bot';
  return WRITTEN.has(message.type) ? undefined : 'platform_note';
}

function messageOf({ message, guild, channel }: Message, settings: DiscordSettings): MessageDraft {
  const { author, reference } = message;
  const direct = guild.id === NO_GUILD || DIRECT.test(channel.type ?? '');
  const name = (channel.name ?? channel.id).slice(0, 200);
  return {
    nativeId: message.id,
    space: PLATFORM,
    container: `#${name}`,
    visibility: settings.visibility === 'public_channels' && !direct ? 'public' : 'private',
    at: Date.parse(message.timestamp),
    subject: '',
    author: authorOf(author),
    claims: { name: author.name.slice(0, 200), nickname: (author.nickname ?? '').slice(0, 200) },
    references: parentOf(reference, channel.id),
    format: 'json',
    raw: new Uint8Array(Buffer.from(JSON.stringify({ message, guild, channel }), 'utf8')),
    text: message.content.trim().slice(0, LONGEST_TEXT),
  };
}

/** What is answered. A reference into another channel is a forwarded message, not an answer. */
function parentOf(reference: Message['message']['reference'], channel: string): readonly string[] {
  const { messageId, channelId = channel } = reference ?? {};
  return messageId && channelId === channel ? [messageId] : [];
}

/** Discord's names are handles of one person everywhere; the nickname is what a server shows. */
function authorOf({ name, nickname }: Message['message']['author']): ActorClaim {
  const shown = (nickname ?? '').trim().slice(0, 200);
  return {
    login: name.slice(0, 200),
    platform: PLATFORM,
    ...(shown === '' || shown === name ? {} : { name: shown }),
  };
}

/** Whoever asks a question, and answers nobody, asks. */
function signalOf({ channel }: Message, draft: MessageDraft): SignalDraft {
  const { text, references, container: title } = draft;
  const threaded = !THREAD.test(channel.type ?? '') && references.length > 0;
  return chatSignal(draft, 'message', {
    asks: references.length === 0 && isQuestion(text),
    thread: `${channel.id}${threaded ? `/${references[0]}` : ''}`,
    title,
  });
}
