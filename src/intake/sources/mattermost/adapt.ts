/** One post of a channel to one stored message and one signal. Pure. */
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
import { companyOfTitle } from '../../text/profile.ts';
import { type Post, postShape } from './post.ts';
import type { MattermostSettings } from './settings.ts';

const LONGEST_TEXT = 200_000;

/** Makes `adapt` for one server. Failures: record_malformed; dates that cannot be are found by the runner. */
export function postAdapter(settings: MattermostSettings): (record: SourceRecord<unknown>) => Adapted {
  return checkedAdapter('post', postShape, (read) => adaptPost(read, settings), lastOf);
}

/** The field itself: a post and what it replies to have the same. */
const lastOf = (path: readonly PropertyKey[]): string => String(path.at(-1) ?? '');

function adaptPost(read: Post, settings: MattermostSettings): Adapted {
  const reason = leftOut(read);
  if (reason !== undefined) return dropped(reason);
  const message = messageOf(read, settings);
  return adapted([signalOf(read, message)], [message]);
}

function leftOut({ post, author }: Post): DropReason | undefined {
  // Posts of the server itself have a type, such as system_join_channel; those of plugins begin with custom_.
  if (post.type?.startsWith('system_') === true) return 'platform_note';
  if (post.type?.startsWith('custom_') === true || post.type === 'slack_attachment') return 'bot';
  // Exports mark no robots; those of plugins have addresses at the server itself.
  if (author?.email?.endsWith('@localhost') === true) return 'bot';
  return post.message.trim() === '' ? 'empty' : undefined;
}

/** Exports have no ids. Mattermost itself tells posts apart by channel, author and time when it imports them. */
function nameOf(channel: string, { user, create_at: at }: { user: string; create_at: number }): string {
  return `${channel}/${at}/${user}`;
}

function messageOf(
  { channel, open, post, parent, author }: Post,
  settings: MattermostSettings,
): MessageDraft {
  return {
    nativeId: nameOf(channel, post),
    space: settings.server,
    container: channel.slice(0, 200),
    visibility: open && settings.visibility === 'public_channels' ? 'public' : 'private',
    at: post.create_at,
    subject: '',
    author: authorOf(post.user, author, settings.server),
    claims: { user: post.user, name: nameOfUser(author) },
    references: parent === null ? [] : [nameOf(channel, parent)],
    format: 'json',
    raw: new Uint8Array(Buffer.from(JSON.stringify({ channel, post, parent }), 'utf8')),
    text: post.message.trim().slice(0, LONGEST_TEXT),
  };
}

function nameOfUser(author: Post['author']): string {
  const name = [author?.first_name, author?.last_name].filter(Boolean).join(' ').trim();
  return name || (author?.nickname ?? '').trim();
}

function authorOf(login: string, author: Post['author'], platform: string): ActorClaim {
  const [name, email] = [nameOfUser(author), author?.email ?? ''];
  const company = companyOfTitle(author?.position);
  return {
    ...{ login, platform },
    ...(name === '' ? {} : { name }),
    ...(email === '' ? {} : { email }),
    ...(company === undefined ? {} : { profileCompany: company }),
  };
}

/** Who is answered, or asks a question, asks; everybody else takes part. */
function signalOf({ parent, replies, post, channel, title }: Post, draft: MessageDraft): SignalDraft {
  const { nativeId, references } = draft;
  return chatSignal(draft, 'post', {
    asks: parent === null && (replies > 0 || isQuestion(post.message.slice(0, LONGEST_TEXT))),
    thread: references[0] ?? (replies > 0 ? nativeId : channel),
    title,
  });
}
