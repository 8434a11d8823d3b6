/** One mention, said or found → one signal; one that is not there takes its signals back. Pure. */
import {
  type Adapted,
  adapted,
  dropped,
  erased,
  failed,
  type SignalDraft,
  type SourceRecord,
} from '../../contract.ts';
import { present } from '../../deliveries/values.ts';
import { checkedAdapter } from '../../files/checked.ts';
import { pageKey } from '../../text/page_key.ts';
import { type Mention, mentionId, mentionShape } from './mention.ts';
import type { OwnSite } from './settings.ts';

/** Makes `adapt` for the own sites. */
export function mentionAdapter(isOwn: OwnSite): (record: SourceRecord<unknown>) => Adapted {
  return (record) =>
    checkedAdapter('mention', mentionShape, (mention) => {
      const [source, target] = [new URL(mention.source), new URL(mention.target)];
      if (!isOwn(target.hostname.replace(/^www\./, ''))) {
        const detail = 'The target is not of the own sites (setting sites).';
        return failed(record, 'record_malformed', detail, { field: 'target' });
      }
      if (isOwn(source.hostname.replace(/^www\./, ''))) return dropped('own_work');
      return adaptMention(mention, source, target);
    })(record);
}

/**
 * What is only said is private, and belongs to nobody: anybody can say it. When it is found to be true, another signal
 * takes its place, for what is stored does not change.
 */
function adaptMention(mention: Mention, source: URL, target: URL): Adapted {
  const id = mentionId(mention);
  const [said, found] = [id, `${id}:verified`];
  if (mention.state === 'absent') {
    return erased([said, found].map((nativeId) => ({ kind: 'signal', nativeId })));
  }
  const linked = mention.state === 'linked';
  const host = source.hostname.replace(/^www\./, '');
  const signal: SignalDraft = {
    nativeId: linked ? found : said,
    accessPoint: 'blog',
    act: 'mention',
    at: mention.at,
    visibility: linked ? 'public' : 'private',
    ...(linked ? { actor: { organizationDomain: host } } : {}),
    asset: {
      kind: 'article',
      key: `${host}${source.pathname}${source.search}`.slice(0, 500),
      ...(linked ? present({ title: mention.title }) : {}),
    },
    details: {
      ...{ verified: linked, page: pageKey(target.pathname) },
      // For the look at the page that says so.
      ...(linked ? {} : { source: mention.source, target: mention.target }),
    },
  };
  return linked
    ? { ...adapted([signal]), erasures: [{ kind: 'signal', nativeId: said }] }
    : adapted([signal]);
}
