/** One post to one stored message and one signal; what was taken back to its erasure. Pure. */

import {
  type ActorClaim,
  type Adapted,
  adapted,
  type DropReason,
  dropped,
  erased,
  type MessageDraft,
  type SignalDraft,
  type SourceRecord,
  type Visibility,
} from '../../contract.ts';
import { checkedAdapter } from '../../files/checked.ts';
import { htmlToText } from '../../text/html.ts';
import { oneLine, threadSignal } from '../../text/written.ts';
import { type Other, otherShape, type Post, postShape } from './post.ts';
import type { DiscourseSettings } from './settings.ts';

const LONGEST_TEXT = 200_000;
const MODERATOR_ACT = 2;
const SMALL_ACT = 3;
const WHISPER = 4;

/** Makes `adapt` for one forum. */
export function postAdapter(settings: DiscourseSettings): (record: SourceRecord<unknown>) => Adapted {
  const adaptOther = checkedAdapter('record', otherShape, (read) => otherOf(read, settings));
  const adaptPost = postsOnly(settings);
  return (record) => {
    const { body } = record;
    const other = body !== null && typeof body === 'object' && ('gone' in body || 'nothing' in body);
    return other ? adaptOther(record) : adaptPost(record);
  };
}

function otherOf(read: Other, { space }: DiscourseSettings): Adapted {
  if ('nothing' in read) return dropped(read.nothing);
  if ('username' in read.gone) {
    return erased([{ kind: 'account', platform: space, login: read.gone.username }]);
  }
  const { topic_id: topic, posts } = read.gone;
  return erased(posts.map((number) => ({ kind: 'message', space, nativeId: nameOf(topic, number) })));
}

function postsOnly(settings: DiscourseSettings): (record: SourceRecord<unknown>) => Adapted {
  return checkedAdapter('post', postShape, (read) => {
    const { topic_id: topic, post_number: number } = read.post;
    if (isDeleted(read)) {
      return erased([{ kind: 'message', space: settings.space, nativeId: nameOf(topic, number) }]);
    }
    const reason = leftOut(read);
    if (reason !== undefined) return dropped(reason);
    const text = textOf(read);
    if (text === '') return dropped('empty');
    const message = messageOf(read, settings, text);
    return adapted([signalOf(read, message)], [message]);
  });
}

/** Administrators are shown what was deleted; of others it is hidden. An earlier copy of it goes, too. */
const isDeleted = ({ post, topic }: Post): boolean =>
  Boolean(post.deleted_at) || post.user_deleted === true || Boolean(topic.deleted_at);

function leftOut({ post }: Post): DropReason | undefined {
  const { post_type: type, user_id: user } = post;
  if (type === MODERATOR_ACT || type === SMALL_ACT) return 'platform_note';
  // Discourse's own accounts (system, discobot) have numbers below one.
  return typeof user === 'number' && user < 1 ? 'bot' : undefined;
}

function textOf({ post }: Post): string {
  const text = htmlToText(withoutQuotes((post.cooked ?? '').slice(0, 2 * LONGEST_TEXT)));
  return (text === '' && !post.cooked ? (post.raw ?? '') : text).trim().slice(0, LONGEST_TEXT);
}

const QUOTE = /<aside\b[^<>]{0,500}class="[^"<>]{0,200}\bquote\b/y;
const QUOTE_END = '</aside>';

/** What someone quotes was said by another. In time linear in the text, whatever is left open. */
function withoutQuotes(cooked: string): string {
  let text = '';
  let from = 0;
  for (let at = cooked.indexOf('<aside'); at >= 0; at = cooked.indexOf('<aside', at + 1)) {
    if (at < from) continue;
    QUOTE.lastIndex = at;
    if (!QUOTE.test(cooked)) continue;
    const end = cooked.indexOf(QUOTE_END, at);
    if (end < 0) break;
    text += `${cooked.slice(from, at)} `;
    from = end + QUOTE_END.length;
  }
  return text + cooked.slice(from);
}

/** What the post itself calls private stays so, whatever the setting says. */
function visibilityOf({ post, topic, from }: Post, { visibility }: DiscourseSettings): Visibility {
  const closed =
    post.post_type === WHISPER || post.hidden === true || from === 'private_posts' || from === 'closed';
  if (closed || topic.archetype === 'private_message') return 'private';
  if (visibility !== 'auto') return visibility;
  return from === 'alone' ? 'private' : 'public';
}

/** Posts are named by topic and number, as replies name what they reply to. */
const nameOf = (topic: number, number: number): string => `${topic}/${number}`;

function messageOf(read: Post, settings: DiscourseSettings, text: string): MessageDraft {
  const { post, topic } = read;
  const { space } = settings;
  const category = topic.category_id ?? post.category_id;
  const first = post.post_number === 1;
  const parent = post.reply_to_post_number ?? 1;
  const [at, editedAt] = [Date.parse(post.created_at), Date.parse(post.updated_at ?? '')];
  return {
    nativeId: nameOf(post.topic_id, post.post_number),
    space,
    container: typeof category === 'number' ? `category ${category}` : space,
    visibility: visibilityOf(read, settings),
    at,
    ...(editedAt > at ? { editedAt } : {}),
    subject: titleOf(read),
    author: authorOf(read, space),
    claims: { username: post.username.slice(0, 200), name: (post.name ?? '').slice(0, 200) },
    references: first ? [] : [...new Set([1, parent])].map((number) => nameOf(post.topic_id, number)),
    format: 'json',
    raw: new Uint8Array(Buffer.from(JSON.stringify({ post, topic }), 'utf8')),
    text,
  };
}

function titleOf({ post, topic }: Post): string {
  return oneLine(topic.title ?? post.topic_title);
}

function authorOf({ post }: Post, space: string): ActorClaim {
  const name = (post.name ?? '').trim().slice(0, 200);
  return { login: post.username.slice(0, 200), platform: space, ...(name === '' ? {} : { name }) };
}

function signalOf({ post }: Post, message: MessageDraft): SignalDraft {
  return threadSignal(message, {
    kind: 'post',
    accessPoint: message.visibility === 'public' ? 'forum' : 'support',
    act: post.post_number === 1 ? 'ask' : 'reply',
    key: `${message.space}/t/${post.topic_id}`,
  });
}
