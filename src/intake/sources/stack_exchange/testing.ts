/** A made-up site in the shape of the data dump, for tests. */

export type Fields = Readonly<Record<string, string | number>>;

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('\n', '&#xA;');

function row(fields: Fields): string {
  const attributes = Object.entries(fields).map(([name, value]) => `${name}="${escapeXml(String(value))}"`);
  return `  <row ${attributes.join(' ')} />\n`;
}

export const table = (name: string, rows: readonly string[]): string =>
  `\ufeff<?xml version="1.0" encoding="utf-8"?>\n<${name}>\n${rows.join('')}</${name}>`;

const at = (number: number): string => new Date(Date.UTC(2026, 3, 1, number)).toISOString().replace('Z', '');

/** Every third post begins a question, whose answers are the two behind it. */
export function postRow(id: number, more: Fields = {}): string {
  const question = 3 * Math.floor((id - 1) / 3) + 1;
  const kind: Fields =
    id === question
      ? { PostTypeId: 1, Title: `How to ${id}?`, Tags: id % 2 === 1 ? '<acme><setup>' : '|other|' }
      : { PostTypeId: 2, ParentId: question };
  const body = `<p>Post ${id}</p>\n<pre><code>a &lt; b</code></pre>`;
  return row({
    Id: id,
    ...kind,
    CreationDate: at(id),
    Score: 2,
    OwnerUserId: 1 + (id % 4),
    Body: body,
    ...more,
  });
}

export const postRows = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_unused, index) => postRow(from + index));

export const commentRow = (id: number, post: number, more: Fields = {}): string =>
  row({
    Id: id,
    PostId: post,
    Score: 0,
    Text: `Comment ${id} @ben`,
    CreationDate: at(id),
    UserId: 2,
    ...more,
  });

export const userRow = (id: number, name: string, more: Fields = {}): string =>
  row({ Id: id, DisplayName: name, AboutMe: '<p>about-4711</p>', Location: 'location-4712', ...more });

export const USERS = table('users', [
  userRow(-1, 'Community'),
  userRow(1, 'Ana', { WebsiteUrl: 'https://ana.example/' }),
  ...['Ben', 'Chloe', 'Dev'].map((name, index) => userRow(index + 2, name)),
]);
