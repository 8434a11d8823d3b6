/** One question, answer or comment to one stored message and one signal. Pure. */

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
import { htmlToText } from '../../text/html.ts';
import { oneLine, threadSignal } from '../../text/written.ts';
import { type Post, postShape } from './post.ts';
import type { StackExchangeSettings } from './settings.ts';

const LONGEST_TEXT = 200_000;
const COMMUNITY = -1;

/** Makes `adapt` for one site. Failures: record_malformed; dates that cannot be are found by the runner. */
export function postAdapter(settings: StackExchangeSettings): (record: SourceRecord<unknown>) => Adapted {
  return checkedAdapter('post', postShape, ({ post }) => {
    const reason = leftOut(post);
    if (reason !== undefined) return dropped(reason);
    const text = textOf(post);
    if (text === '') return dropped('empty');
    const message = messageOf(post, settings, text);
    return adapted([signalOf(post, message)], [message]);
  });
}

function leftOut({ kind, user }: Post): DropReason | undefined {
  if (kind === 'other') return 'not_relevant';
  return user === COMMUNITY ? 'platform_note' : undefined;
}

function textOf({ body, html }: Post): string {
  const text = html ? htmlToText(body) : body;
  return text.trim().slice(0, LONGEST_TEXT);
}

const nameOf = ({ kind, id }: Post): string => (kind === 'comment' ? `comment:${id}` : String(id));

function messageOf(post: Post, { site }: StackExchangeSettings, text: string): MessageDraft {
  const { thread, parent, title, created, edited, user, name } = post;
  return {
    nativeId: nameOf(post),
    space: site,
    container: site,
    visibility: 'public',
    at: created,
    subject: oneLine(title),
    author: authorOf(post, site),
    claims: { user: user === null ? '' : String(user), name: name.slice(0, 200) },
    references: parent === null ? [] : [...new Set([thread, parent])].map(String),
    format: 'json',
    raw: new Uint8Array(Buffer.from(JSON.stringify(withoutProfile(post)), 'utf8')),
    ...(edited === null ? {} : { editedAt: edited }),
    text,
  };
}

/** What was written, the same whichever way it came. */
const withoutProfile = ({ homepage: _homepage, ...post }: Post): unknown => post;

/** Users have no names of their own, only shown ones that anyone may have; their number is what tells them apart. */
function authorOf({ user, name, homepage }: Post, platform: string): ActorClaim {
  const shown = name.trim().slice(0, 200);
  return {
    ...(user === null ? {} : { login: String(user), platform }),
    ...(shown === '' ? {} : { name: shown }),
    ...(homepage === undefined ? {} : { homepage }),
  };
}

function signalOf({ kind, thread }: Post, message: MessageDraft): SignalDraft {
  const act = kind === 'question' ? 'ask' : 'reply';
  return threadSignal(message, {
    kind: 'post',
    accessPoint: 'forum',
    act,
    key: `${message.space}/${thread}`,
  });
}
