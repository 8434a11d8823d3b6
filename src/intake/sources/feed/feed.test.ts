import { expect, test } from 'vitest';
import { nothingKept, pullOnce } from '../../../../test/support/made_up_server.ts';
import { parseSettings } from '../../settings.ts';
import { entryAdapter } from './adapt.ts';
import { decodeFeed } from './decode.ts';
import { entriesOf } from './entries.ts';
import { recordsOf } from './record.ts';
import { readSettings } from './settings.ts';
import { feed } from './source.ts';
import { atomOf, blogsOf, dayOf, type Feeds, jsonOf, rssOf } from './testing.ts';

const settings = { words: 'Acme', urls: 'https://blogs.example/a?key=4711, https://blogs.example/b' };
const signalsOf = (text: string, given: Readonly<Record<string, string>> = settings) =>
  (recordsOf(text, 'https://blogs.example/', { file: 'f' }) ?? [])
    .map(entryAdapter(readSettings(parseSettings(feed, given))))
    .flatMap(({ signals }) => signals);

test('what others write, by name and site, in every format', () => {
  const at = Date.parse(dayOf(1));
  expect([rssOf, atomOf, jsonOf].flatMap((of) => signalsOf(of([{ id: 1 }])))).toMatchObject([
    {
      ...{ accessPoint: 'blog', act: 'publish', at, visibility: 'public' },
      actor: { login: 'jane example', platform: 'blog.jane.example', name: 'Jane Example' },
      asset: { kind: 'article', key: 'https://blog.jane.example/posts/1', title: 'Acme in practice 1' },
      details: { site: 'blog.jane.example' },
    },
    {
      actor: { email: 'max@max.example', name: 'Max Example' },
      asset: { key: 'https://blogs.example/posts/1' },
    },
    { actor: { login: 'noor example', platform: 'noor.example' }, asset: { key: 'https://noor.example/1' } },
  ]);
});

test('one’s own entries are announcements of nobody, whatever their words', () => {
  const [signal] = signalsOf(rssOf([{ id: 1, title: 'News', text: 'x' }]), { own: 'true', words: 'Acme' });
  expect(signal).toMatchObject({ act: 'announce', asset: { title: 'News' } });
  expect(signal).not.toHaveProperty('actor');
});

test('what does not name the product does not count', () => {
  const text = rssOf([
    { id: 1, title: 'Acmeology', text: 'x' },
    { id: 2, title: 'x', text: '<b>acme</b>' },
  ]);
  expect(signalsOf(text).map(({ asset }) => asset?.key)).toEqual(['https://blog.jane.example/posts/2']);
});

test.each([
  ['Thu, 01 Jan 2026 10:00:00 GMT', Date.UTC(2026, 0, 1, 10)],
  ['2026-01-01T10:00:00+01:00', Date.UTC(2026, 0, 1, 9)],
  ['2026-01-01', Date.UTC(2026, 0, 1)],
])('the date %s', (date, at) => {
  expect(signalsOf(rssOf([{ id: 1, date }]))[0]?.at).toBe(at);
});

test('an entry without a date fails', () => {
  const [record] = recordsOf(rssOf([{ id: 1, date: 'soon' }]), '', { file: 'f' }) ?? [];
  const adapt = entryAdapter({ own: false, names: () => true });
  expect(record === undefined ? [] : adapt(record).failures).toMatchObject([
    { code: 'date_missing', field: 'published' },
  ]);
});

test('encodings by mark, header, declaration', () => {
  const declared = '<?xml version="1.0" encoding="ISO-8859-1"?><rss>é</rss>';
  expect(decodeFeed(Buffer.from(declared, 'latin1'))).toBe(declared);
  expect(decodeFeed(Buffer.from('é', 'latin1'), 'text/xml; charset="iso-8859-1"')).toBe('é');
  expect(decodeFeed(Buffer.from('\ufeffé', 'utf16le'))).toBe('é');
  expect(decodeFeed(Buffer.from('é'), 'text/xml; charset=nonsense')).toBe('é');
});

test('links that are none of the web stay out', () => {
  const entries = entriesOf(
    rssOf([{ id: 1 }]).replace('https://blog.jane.example/posts/1?utm_source=feed', 'javascript:alert(1)'),
    'https://blogs.example/',
  );
  expect(entries?.[0]?.link).toBe('');
});

test('a feed that did not change is not read again', async () => {
  const feeds: Record<string, string> = { '/a': rssOf([{ id: 1 }, { id: 2 }]), '/b': atomOf([{ id: 1 }]) };
  const statuses: number[] = [];
  const http = blogsOf(
    () => feeds as Feeds,
    (status) => statuses.push(status),
  );
  const kept = await pullOnce(feed, http, undefined, { settings });
  feeds['/b'] = atomOf([{ id: 1 }, { id: 2 }]);
  await pullOnce(feed, http, kept, { settings });
  expect(statuses).toEqual([200, 200, 304, 200]);
  expect(kept.signals.size).toBe(4);
  expect(JSON.stringify([...kept.signals, ...kept.cursors])).not.toContain('4711');
});

test('a feed that is none does not keep the others from being read', async () => {
  const http = blogsOf(() => ({ '/a': '<html>', '/b': jsonOf([{ id: 1 }]) }));
  const kept = await pullOnce(feed, http, nothingKept(), { settings });
  expect(kept.errors[0]).toMatchObject({ code: 'remote_answer_malformed' });
  expect(kept.errors[0]?.message).not.toContain('4711');
  expect(kept.signals.size).toBe(1);
});

test('the addresses are tried', async () => {
  const job = { cursor: async () => undefined, now: 0, signal: new AbortController().signal };
  const http = blogsOf(() => ({ '/a': rssOf([{ id: 1 }]), '/b': jsonOf([{ id: 1 }, { id: 2 }]) }));
  expect(await feed.test?.({ ...job, http, settings: parseSettings(feed, settings) })).toBe(
    'https://blogs.example/a with 1 entry; https://blogs.example/b with 2 entries',
  );
  expect(() => readSettings({ urls: ['file:///etc/passwd'] })).toThrow(/not a web address/);
});
