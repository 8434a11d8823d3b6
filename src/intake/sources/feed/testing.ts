/** Made-up feeds in three formats, and a server that answers conditional requests, for tests. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverOf } from '../../../../test/support/made_up_server.ts';
import type { Http } from '../../../base/plain.ts';

export interface Item {
  readonly id: number;
  readonly title?: string;
  readonly date?: string;
  readonly text?: string;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
/** A day of 2026 by its number. */
export const dayOf = (id: number): string => new Date(Date.UTC(2026, 0, id, 10)).toISOString();

const filled = ({
  id,
  title = `Acme in practice ${id}`,
  date = dayOf(id),
  text = '<p>How we use Acme.</p>',
}: Item) => ({
  ...{ id, title, date, text },
});

export function rssOf(items: readonly Item[]): string {
  const parts = items.map(filled).map(
    ({
      id,
      title,
      date,
      text,
    }) => `<item><title>${escaped(title)}</title><guid isPermaLink="false">rss-${id}</guid>
<link>https://blog.jane.example/posts/${id}?utm_source=feed</link><pubDate>${date}</pubDate>
<dc:creator>Jane Example</dc:creator><description>${escaped(text)}</description></item>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Jane</title>
<link>https://blog.jane.example/</link>${parts.join('\n')}</channel></rss>`;
}

export function atomOf(items: readonly Item[]): string {
  const parts = items.map(filled).map(
    ({
      id,
      title,
      date,
      text,
    }) => `<entry><id>tag:max.example,2026:${id}</id><title type="html">${escaped(title)}</title>
<link rel="self" href="/feed/${id}"/><link href="/posts/${id}"/><published>${date}</published><updated>${date}</updated>
<content type="html">${escaped(text)}</content></entry>`,
  );
  return `<feed xmlns="http://www.w3.org/2005/Atom"><title>Max</title><link href="https://max.example/"/>
<author><name>Max Example</name><email>max@max.example</email></author>${parts.join('\n')}</feed>`;
}

export const jsonOf = (items: readonly Item[]): string =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Noor',
    home_page_url: 'https://noor.example/',
    items: items.map(filled).map(({ id, title, date, text }) => ({
      ...{
        id: `json-${id}`,
        url: `https://noor.example/${id}`,
        title,
        date_published: date,
        content_html: text,
      },
      authors: [{ name: 'Noor Example' }],
    })),
  });

/** Feeds by path. */
export type Feeds = Readonly<Record<string, string>>;

/** The server of feeds; their entity tags are their lengths. @param asked is told the status of every answer */
export function blogsOf(feeds: () => Feeds, asked: (status: number) => void = () => undefined): Http {
  return serverOf(({ pathname }, { headers = {} }) => {
    const body = feeds()[pathname];
    if (body === undefined) return undefined;
    const etag = `"${body.length}"`;
    const status = headers['if-none-match'] === etag ? 304 : 200;
    asked(status);
    return { status, body: status === 304 ? '' : body, headers: { etag, 'content-type': 'text/xml' } };
  });
}

/** The server of feeds that lie in a folder, where tests change them. */
export const blogsIn = (directory: string): Http =>
  blogsOf(() => JSON.parse(readFileSync(join(directory, 'feeds.json'), 'utf8')) as Feeds);

export function saveFeeds(directory: string, feeds: Feeds): void {
  writeFileSync(join(directory, 'feeds.json'), JSON.stringify(feeds));
}
