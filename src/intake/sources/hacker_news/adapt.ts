/** One story or comment that names the product to one signal. Pure. */

import { type Adapted, adapted, dropped, type SignalDraft, type SourceRecord } from '../../contract.ts';
import { checkedAdapter } from '../../files/checked.ts';
import { htmlToText } from '../../text/html.ts';
import type { MentionSettings } from '../../text/mentions.ts';
import { oneLine } from '../../text/written.ts';
import { type Hit, hitShape } from './hit.ts';

const PLATFORM = 'news.ycombinator.com';

/** Makes `adapt`. Failures: record_malformed; dates that cannot be are found by the runner. */
export function hitAdapter(
  settings: Pick<MentionSettings, 'names' | 'ownAccounts'>,
): (record: SourceRecord<unknown>) => Adapted {
  return checkedAdapter('hit', hitShape, ({ hit }) => {
    if (!hit.author) return dropped('deleted');
    if (settings.ownAccounts.has(hit.author.toLowerCase())) return dropped('own_work');
    // The search also finds what is spelt alike.
    if (!settings.names(wordsOf(hit))) return dropped('not_relevant');
    return adapted([signalOf(hit, hit.author)]);
  });
}

/** What the author wrote, or linked to. Of a comment the story's title is not. */
function wordsOf({ title, url, story_text: story, comment_text: comment }: Hit): string {
  return [title, url, htmlToText(story ?? ''), htmlToText(comment ?? '')].join('\n');
}

/** Who writes a text of their own publishes it; a comment or a link mentions. */
function signalOf(hit: Hit, author: string): SignalDraft {
  const { objectID: id, story_id: story, title, story_title: about, story_text: text } = hit;
  const isComment = Boolean(hit.comment_text);
  const shown = oneLine(isComment ? about : title);
  return {
    nativeId: `item:${id}`,
    accessPoint: 'social',
    act: text && !isComment ? 'publish' : 'mention',
    at: hit.created_at_i * 1_000,
    visibility: 'public',
    actor: { login: author.slice(0, 200), platform: PLATFORM },
    asset: {
      kind: isComment ? 'thread' : 'post',
      key: `${PLATFORM}/item?id=${(isComment ? story : null) ?? id}`,
      ...(shown === '' ? {} : { title: shown }),
    },
    details: { item: Number(id) },
  };
}
