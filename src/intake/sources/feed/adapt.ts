/** One entry of a feed to one signal. Pure. */
import {
  type ActorClaim,
  type Adapted,
  adapted,
  dropped,
  failed,
  type SignalDraft,
  type SourceRecord,
} from '../../contract.ts';
import { checkedAdapter } from '../../files/checked.ts';
import { parseDate } from '../../mail/dates.ts';
import type { Entry } from './entries.ts';
import { entryShape, nameOf } from './record.ts';
import type { FeedSettings } from './settings.ts';

const LONGEST_KEY = 500;

/** Makes `adapt`. Failures: record_malformed, date_missing; dates that cannot be are found by the runner. */
export function entryAdapter(
  settings: Pick<FeedSettings, 'own' | 'names'>,
): (record: SourceRecord<unknown>) => Adapted {
  return (record) => {
    const adapt = checkedAdapter('entry', entryShape, ({ entry }) => {
      if (entry.link === '' && entry.title === '') return dropped('empty');
      if (!settings.names(`${entry.title}\n${entry.text}`)) return dropped('not_relevant');
      const at = parseDate(entry.published);
      return at === undefined ? undated(record) : adapted([signalOf(entry, at, settings)]);
    });
    return adapt(record);
  };
}

function undated(record: SourceRecord<unknown>): Adapted {
  return failed(record, 'date_missing', 'The entry has no readable date.', { field: 'published' });
}

function signalOf(entry: Entry, at: number, { own }: Pick<FeedSettings, 'own'>): SignalDraft {
  const actor = own ? undefined : authorOf(entry);
  return {
    nativeId: `entry:${nameOf(entry)}`,
    accessPoint: 'blog',
    act: own ? 'announce' : 'publish',
    at,
    visibility: 'public',
    ...(actor === undefined ? {} : { actor }),
    asset: {
      kind: 'article',
      key: (entry.link || entry.id || entry.title).slice(0, LONGEST_KEY),
      ...(entry.title === '' ? {} : { title: entry.title }),
    },
    ...(entry.link === '' ? {} : { details: { site: new URL(entry.link).host } }),
  };
}

/** Names are told apart by the site that they stand on; whom a site belongs to is nobody's to guess here. */
function authorOf({ author, email, link }: Entry): ActorClaim | undefined {
  const name = author === '' ? {} : { name: author };
  if (/^[^\s@]+@[^\s@]+$/.test(email)) return { email, ...name };
  if (author === '' || link === '') return undefined;
  return { login: author.toLowerCase(), platform: new URL(link).host, ...name };
}
