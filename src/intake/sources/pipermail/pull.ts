/**
 * Reads the volumes that the index page names, the oldest first.
 *
 * A volume is asked for again as long as it may grow: the two newest always (mail that waited for a moderator comes
 * late), an older one when the page tells another size. The server is asked only for what changed (ETag,
 * Last-Modified; RFC 9110 §13). A volume that was read again gives its messages again; they are known by their ids.
 */
import { z } from 'zod';
import { LeadspringError } from '../../../base/plain.ts';
import type { Batch, PullJob } from '../../contract.ts';
import { archiveAddress, publicMailSettings } from '../../mail/archive_settings.ts';
import { type MailBody, problemRecord } from '../../mail/record.ts';
import { readVolume } from '../../mail/volume.ts';
import { malformed } from '../../text/remote.ts';
import { type VolumeLink, volumesOf } from './index_page.ts';

/** A volume as it is sent, in bytes. The largest month of a busy list, packed, is some tens of megabytes. */
const MOST_BYTES = 128 << 20;
/** Volumes at the end that may still grow. */
const GROWING = 2;

const volumeState = z.object({
  /** Messages in it. */
  count: z.number(),
  label: z.string(),
  etag: z.string().optional(),
  modified: z.string().optional(),
});
const state = z.object({ volumes: z.record(z.string(), volumeState) });
type VolumeState = z.infer<typeof volumeState>;

/** See `Source.pull`. */
export async function* pullPipermail(job: PullJob): AsyncGenerator<Batch<MailBody>> {
  const address = archiveAddress(job.settings);
  const key = `pipermail:${address}`;
  const known = state.safeParse(await job.cursor(key)).data?.volumes ?? {};
  const links = await askIndex(job, address);
  const old = new Set(links.slice(0, -GROWING).map(({ name }) => name));
  for (const link of links) {
    if (job.signal.aborted) return;
    const before = known[link.name];
    if (before !== undefined && old.has(link.name) && before.label === link.label) {
      yield { records: [], cursors: [], skipped: before.count };
      continue;
    }
    const after = yield* pullVolume(job, address, link, before);
    if (after === undefined) continue;
    known[link.name] = after;
    yield { records: [], cursors: [{ key, value: { volumes: { ...known } } }] };
  }
}

/** The volumes of the archive. @throws LeadspringError `remote_answer_malformed`, and what `Http` throws */
export async function askIndex(job: PullJob, address: string): Promise<readonly VolumeLink[]> {
  const { body } = await job.http.request(`${address}/`);
  const page = Buffer.from(body).toString('latin1');
  const links = volumesOf(page);
  if (links.length === 0 && !/<html/i.test(page)) throw malformed(address, 'is no page of an archive');
  return links;
}

/** Answers with what is known of the volume now; undefined when it could not be had. */
async function* pullVolume(
  job: PullJob,
  address: string,
  { file, label }: VolumeLink,
  before: VolumeState | undefined,
): AsyncGenerator<Batch<MailBody>, VolumeState | undefined> {
  const url = `${address}/${file}`;
  const headers = {
    ...(before?.etag === undefined ? {} : { 'if-none-match': before.etag }),
    ...(before?.modified === undefined ? {} : { 'if-modified-since': before.modified }),
  };
  try {
    const answer = await job.http.request(url, { headers, expect: [304], maxBytes: MOST_BYTES });
    if (answer.status === 304 && before !== undefined) {
      yield { records: [], cursors: [], skipped: before.count };
      return { ...before, label };
    }
    const { maxMessageBytes } = publicMailSettings(job.settings);
    const container = containerOf(address);
    const volume = { address: url, bytes: answer.body, container, maxMessageBytes };
    const { count, whole } = yield* readVolume(volume);
    if (!whole) return undefined;
    const { etag, 'last-modified': modified } = answer.headers;
    return {
      count,
      label,
      ...(etag === undefined ? {} : { etag }),
      ...(modified === undefined ? {} : { modified }),
    };
  } catch (error) {
    if (!(error instanceof LeadspringError)) throw error;
    if (error.code !== 'remote_not_found' && error.code !== 'remote_answer_too_large') throw error;
    const { code, message } = error;
    yield { records: [problemRecord(`${code}:${url}`, { file: url }, code, message)], cursors: [] };
    return undefined;
  }
}

/** As the list's own id would be: `users.lists.acme.example` for `https://lists.acme.example/pipermail/users`. */
function containerOf(address: string): string {
  const { hostname, pathname } = new URL(address);
  const name = pathname.split('/').findLast((part) => part !== '');
  return name === undefined ? hostname : `${name}.${hostname}`.toLowerCase();
}
