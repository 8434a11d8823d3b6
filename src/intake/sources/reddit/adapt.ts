/** One post that names the product to one signal. Pure. */

import { type Adapted, adapted, dropped, type SignalDraft, type SourceRecord } from '../../contract.ts';
import { checkedAdapter } from '../../files/checked.ts';
import type { MentionSettings } from '../../text/mentions.ts';
import { oneLine } from '../../text/written.ts';
import { type Post, postShape } from './post.ts';

const LONGEST_TEXT = 50_000;

/** Makes `adapt`. Failures: record_malformed; dates that cannot be are found by the runner. */
export function postAdapter(
  settings: Pick<MentionSettings, 'names' | 'ownAccounts'>,
): (record: SourceRecord<unknown>) => Adapted {
  return checkedAdapter('post', postShape, ({ post }) => {
    const author = post.author.toLowerCase();
    if (author === '[deleted]' || post.removed_by_category) return dropped('deleted');
    if (author === 'automoderator' || /[-_]bot$/.test(author)) return dropped('bot');
    if (settings.ownAccounts.has(author)) return dropped('own_work');
    // The search also finds what is spelt alike.
    if (!settings.names(wordsOf(post))) return dropped('not_relevant');
    return adapted([signalOf(post)]);
  });
}

function wordsOf({ title, selftext, url }: Post): string {
  return [title, (selftext ?? '').slice(0, LONGEST_TEXT), url ?? ''].join('\n');
}

/** Who writes a text of their own publishes it; a link mentions. */
function signalOf({
  id,
  author,
  title,
  is_self: own,
  permalink,
  subreddit,
  created_utc: at,
}: Post): SignalDraft {
  const shown = oneLine(title);
  return {
    nativeId: `post:${id}`,
    accessPoint: 'social',
    act: own ? 'publish' : 'mention',
    at: Math.floor(at * 1_000),
    visibility: 'public',
    actor: { login: author.slice(0, 200), platform: 'reddit' },
    asset: {
      kind: 'post',
      key: `reddit.com${permalink}`,
      ...(shown === '' ? {} : { title: shown }),
    },
    details: { subreddit: subreddit.slice(0, 100) },
  };
}
