/** Asks for feeds, and only for what changed: conditional requests (RFC 9110 §13). */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { LeadspringError } from '../../../base/plain.ts';
import type { Batch, PullJob } from '../../contract.ts';
import { malformed, shownAddress } from '../../text/remote.ts';
import { decodeFeed } from './decode.ts';
import { LARGEST } from './read.ts';
import { type Body, recordsOf } from './record.ts';
import { readSettings } from './settings.ts';

const NOT_MODIFIED = 304;
const cursorShape = z.object({ etag: z.string().nullable(), modified: z.string().nullable() });

/** A feed that cannot be read does not keep the others from being read. @throws LeadspringError of the first such */
export async function* pullFeeds(job: PullJob): AsyncGenerator<Batch<Body>> {
  let failure: LeadspringError | undefined;
  for (const url of readSettings(job.settings).urls) {
    try {
      yield await pullFeed(job, url);
    } catch (thrown) {
      if (!(thrown instanceof LeadspringError)) throw thrown;
      failure ??= thrown;
    }
    if (job.signal.aborted) return;
  }
  if (failure !== undefined) throw failure;
}

/** @returns what was found, for people */
export async function testFeeds(job: PullJob): Promise<string> {
  const { urls } = readSettings(job.settings);
  if (urls.length === 0) throw new LeadspringError('setting_invalid', 'urls: none is named.');
  const found: string[] = [];
  for (const url of urls) {
    const { records } = await pullFeed({ ...job, cursor: async () => undefined }, url);
    found.push(`${shownAddress(url)} with ${records.length} ${records.length === 1 ? 'entry' : 'entries'}`);
  }
  return found.join('; ');
}

async function pullFeed(job: PullJob, url: string): Promise<Batch<Body>> {
  // The address may hold a key, which a cursor must not.
  const key = `feed ${createHash('sha256').update(url).digest('hex').slice(0, 32)}`;
  const known = cursorShape.safeParse(await job.cursor(key)).data;
  const answer = await job.http.request(url, {
    headers: {
      accept: 'application/atom+xml, application/rss+xml, application/feed+json, application/xml, */*;q=0.5',
      ...(known?.etag ? { 'if-none-match': known.etag } : {}),
      ...(known?.modified ? { 'if-modified-since': known.modified } : {}),
    },
    expect: [NOT_MODIFIED],
    maxBytes: LARGEST,
  });
  if (answer.status === NOT_MODIFIED) return { records: [], cursors: [] };
  const { etag = null, 'last-modified': modified = null, 'content-type': type } = answer.headers;
  const records = recordsOf(decodeFeed(answer.body, type), answer.url, { file: shownAddress(url) });
  if (records === undefined) throw malformed(url, 'answers with something that is no RSS, Atom or JSON Feed');
  return { records, cursors: [{ key, value: { etag, modified } }] };
}
