/** Feeds: what the vendor announces on a blog, and what others write about the product on theirs. */
import { defineSource, type Probe } from '../../contract.ts';
import { decodeFeed } from './decode.ts';
import type { Body } from './record.ts';
import { readSettings, SETTINGS } from './settings.ts';

const JSON_FEED = /^\s*\{[\s\S]*"version"\s*:\s*"https:\/\/jsonfeed\.org\/version\//;
const XML_FEED =
  /<rss[\s>]|<feed\s[^>]*http:\/\/(?:www\.w3\.org\/2005\/Atom|purl\.org\/atom\/)|<rdf:RDF\s[^>]*http:\/\/(?:purl\.org\/rss\/1\.0|my\.netscape\.com)/i;

function recognize({ isDirectory, entries, head }: Probe): number {
  if (isDirectory) {
    const named = entries.filter((entry) =>
      /\.(?:rss|atom)$|^(?:feed|rss|atom)\.(?:xml|json)$/i.test(entry),
    ).length;
    return named > 0 && named === entries.length ? 0.7 : 0;
  }
  const text = decodeFeed(head).slice(0, 5_000);
  return XML_FEED.test(text) || JSON_FEED.test(text) ? 0.95 : 0;
}

export const feed = defineSource<Body>({
  name: 'feed',
  title: 'Feeds',
  summary:
    'Entries of blogs by their feeds (RSS, Atom, JSON Feed): one’s own announcements, or what others write about the product.',
  expects: 'a saved feed (RSS, Atom, JSON Feed), or a folder of feeds',
  accessPoints: ['blog'],
  settings: SETTINGS,
  sensitive: [],
  resumable: true,
  version: 1,
  threads: false,
  recognize,
  // What parses feeds is loaded where a feed is read: every command knows this source, and few read one.
  read: async function* (job) {
    yield* (await import('./read.ts')).readFeeds(job);
  },
  pull: async function* (job) {
    yield* (await import('./pull.ts')).pullFeeds(job);
  },
  test: async (job) => (await import('./pull.ts')).testFeeds(job),
  adapter: async (settings) => (await import('./adapt.ts')).entryAdapter(readSettings(settings)),
});
