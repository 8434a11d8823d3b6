/** A mention is said, looked at, and only then believed; one that is not there leaves no trace. */
import { expect, test } from 'vitest';
import { type Http, openSecrets } from '../../src/base/index.ts';
import { addSource, drain, openDoor, pullSource } from '../../src/intake/index.ts';
import { freshDatabase } from '../support/database.ts';

const NOW = Date.UTC(2026, 10, 24);
const PAGES: Readonly<Record<string, string>> = {
  'https://blog.acme.example/review':
    '<title>A review</title><a href="https://product.example/docs/">docs</a>',
  'https://liar.example/post': '<p>nothing here</p>',
};

test('what is said is private until the page is seen to link', async () => {
  await using fresh = await freshDatabase();
  const { db } = fresh;
  const request: Http['request'] = async (url) => ({
    ...{ status: url in PAGES ? 200 : 404, headers: { 'content-type': 'text/html' }, url },
    body: new Uint8Array(Buffer.from(PAGES[url] ?? '')),
  });
  const key = openSecrets('the key of this journey');
  const to = { db, secrets: () => key, network: { http: { request } }, now: NOW };
  await addSource(to, { kind: 'webmention', settings: { sites: 'product.example' } });
  const door = openDoor({ db, secrets: to.secrets, now: () => NOW });
  for (const source of [...Object.keys(PAGES), 'https://gone.example/post']) {
    const body = new URLSearchParams({ source, target: 'https://product.example/docs/' }).toString();
    const answer = await door.deliver('webmention', {
      ...{ method: 'POST', path: '', query: {}, at: NOW, body: new Uint8Array(Buffer.from(body)) },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(answer.status).toBe(202);
  }
  await drain({ db, secrets: to.secrets, now: NOW });
  const stored = () =>
    db.query<{ visibility: string; key: string }>(
      `select s.visibility, a.key from signal s join asset a using (asset_id) order by a.key`,
    );
  expect((await stored()).rows.map(({ visibility }) => visibility)).toEqual([
    'private',
    'private',
    'private',
  ]);
  const report = await pullSource({ ...to, threads: 0 }, 'webmention');
  expect(report.errors).toEqual([]);
  expect((await stored()).rows).toEqual([{ visibility: 'public', key: 'blog.acme.example/review' }]);
  // Said once more, the lie stays away.
  expect((await pullSource({ ...to, threads: 0 }, 'webmention')).counts.read).toBe(0);
});
