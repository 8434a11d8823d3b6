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
import type { SlackSettings } from './settings.ts';
import { plainText } from './text.ts';

const LONGEST_TEXT = 200_000;
/** Subtypes of what people write themselves; all others are notes of Slack ("has joined the channel"). */
const WRITTEN = new Set(['me_message', 'thread_broadcast', 'file_share', 'file_comment']);

/** Makes `adapt` for one workspace. Failures: record_malformed; dates that cannot be are found by the runner. */
export function messageAdapter(settings: SlackSettings): (record: SourceRecord<unknown>) => Adapted {
  return checkedAdapter('message', messageShape, (read) => {
    const reason = leftOut(read);
    if (reason !== undefined) return dropped(reason);
    const text = plainText((read.message.text ?? '').slice(0, LONGEST_TEXT), read.mentioned);
    if (text === '') return dropped('empty');
    const message = messageOf(read, settings, text);
    return adapted([signalOf(read, message)], [message]);
  });
}

function leftOut({ message, author }: Message): DropReason | undefined {
  const { subtype, bot_id: bot, user } = message;
  if (subtype === 'bot_message' || bot || author?.robot === true) return 'bot';
  if (subtype === 'tombstone') return 'deleted';
  if (typeof subtype === 'string' && !WRITTEN.has(subtype)) return 'platform_note';
  // Slack's own account.
  return user === 'USLACKBOT' ? 'bot' : undefined;
}

function messageOf({ message, channel, author, mentioned }: Message, settings: SlackSettings, text: string) {
  const { ts, thread_ts: thread } = message;
  const begins = thread === undefined || thread === null || thread === ts;
  const draft: MessageDraft = {
    nativeId: `${channel.id}/${ts}`,
    space: settings.workspace,
    container: `#${channel.name}`,
    visibility: channel.open && settings.visibility === 'public_channels' ? 'public' : 'private',
    at: Math.floor(Number(ts) * 1000),
    subject: '',
    author: authorOf(message.user, author, settings.workspace),
    claims: { user: message.user ?? '', name: author?.name ?? '' },
    references: begins ? [] : [`${channel.id}/${thread}`],
    format: 'json',
    raw: new Uint8Array(Buffer.from(JSON.stringify({ message, author, channel, mentioned }), 'utf8')),
    text,
  };
  return draft;
}

function authorOf(user: string | null | undefined, author: Message['author'], workspace: string): ActorClaim {
  if (author === null) return user ? { login: user, platform: workspace } : {};
  return {
    login: author.name === '' ? author.id : author.name,
    platform: workspace,
    ...(author.realName === '' ? {} : { name: author.realName }),
    ...(author.email === '' ? {} : { email: author.email }),
    ...(author.company === undefined ? {} : { profileCompany: author.company }),
  };
}

/** Who begins a thread that others answer, or asks a question, asks; everybody else takes part. */
function signalOf({ message, channel }: Message, draft: MessageDraft): SignalDraft {
  const { nativeId, text, references, container: title } = draft;
  const answered = (message.reply_count ?? 0) > 0;
  const threaded = references.length > 0 || answered;
  return chatSignal(draft, 'message', {
    asks: references.length === 0 && (answered || isQuestion(text)),
    thread: threaded ? (references[0] ?? nativeId) : channel.id,
    title,
  });
}
