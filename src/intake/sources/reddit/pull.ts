/** Asks the search of Reddit for each word: the public one, or with an app that of its API. */
import { LeadspringError } from '../../../base/plain.ts';
import type { Batch, PullJob } from '../../contract.ts';
import { fieldsOf } from '../../text/json.ts';
import { readMentionSettings } from '../../text/mentions.ts';
import { downState, walkDown } from '../../text/pages.ts';
import { askJson, malformed } from '../../text/remote.ts';
import { type Body, postBody } from './post.ts';

const PUBLIC = 'https://www.reddit.com';
const WITH_APP = 'https://oauth.reddit.com';
const PER_PAGE = 100;

/** Where the search is, and what is sent along. */
interface Door {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export async function* pullPosts(job: PullJob): AsyncGenerator<Batch<Body>> {
  const door = await openDoor(job);
  for (const word of readMentionSettings(job.settings).words) {
    yield* pullWord(job, door, word);
    if (job.signal.aborted) return;
  }
}

/** @returns what was found, for people */
export async function testSearch(job: PullJob): Promise<string> {
  const { words } = readMentionSettings(job.settings);
  if (words.length === 0) throw new LeadspringError('setting_invalid', 'words: none is given.');
  const door = await openDoor(job);
  const found: string[] = [];
  for (const word of words) {
    const { items, next } = await search(job, door, word, null);
    found.push(`“${word}” in ${items.length}${next === null ? '' : ' and more'} posts`);
  }
  return found.join('; ');
}

/** A token of an app holds for a day (RFC 6749 §4.4). */
async function openDoor({ settings, http }: PullJob): Promise<Door> {
  const { client_id: id, client_secret: secret } = settings;
  if (typeof id !== 'string' || id === '') return { url: `${PUBLIC}/search.json`, headers: {} };
  const basic = Buffer.from(`${id}:${typeof secret === 'string' ? secret : ''}`).toString('base64');
  const url = `${PUBLIC}/api/v1/access_token`;
  const { value } = await askJson(http, url, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials',
  });
  const { access_token: token } = fieldsOf(value);
  if (typeof token !== 'string') throw malformed(url, 'answers without a token');
  return { url: `${WITH_APP}/search`, headers: { authorization: `Bearer ${token}` } };
}

async function* pullWord(job: PullJob, door: Door, word: string): AsyncGenerator<Batch<Body>> {
  const key = `word ${word.toLowerCase()}`;
  const list = {
    what: `posts about ${word}`,
    ask: (place: string | null) => search(job, door, word, place),
    timeOf: (item: unknown) => Number(fieldsOf(fieldsOf(item).data).created_utc) * 1_000,
    idOf: (item: unknown) => String(fieldsOf(fieldsOf(item).data).id),
    until: job.now,
  };
  const stored = downState.safeParse(await job.cursor(key)).data ?? null;
  for await (const { items, state } of walkDown(list, stored)) {
    const records = items.map((item) => ({
      id: `post:${list.idOf(item)}`,
      place: { file: `reddit “${word}”` },
      body: postBody(item),
    }));
    yield { records, cursors: [{ key, value: state }] };
    if (job.signal.aborted) return;
  }
}

async function search(
  job: PullJob,
  { url, headers }: Door,
  word: string,
  after: string | null,
): Promise<{ readonly items: readonly unknown[]; readonly next: string | null }> {
  const query = new URLSearchParams({
    ...{ q: `"${word.replaceAll('"', ' ')}"`, sort: 'new', type: 'link' },
    ...{ limit: String(PER_PAGE), raw_json: '1' },
    ...(after === null ? {} : { after }),
  });
  const { value } = await askJson(job.http, `${url}?${query}`, { headers });
  const { children, after: next } = fieldsOf(fieldsOf(value).data);
  if (!Array.isArray(children)) throw malformed(url, 'answers without posts');
  return { items: children, next: typeof next === 'string' ? next : null };
}
