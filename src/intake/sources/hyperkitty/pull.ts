/**
 * Reads a list month by month through the archive's export, which holds every message whole, and learns from the
 * interface which months have something new: one small question when there is nothing.
 *
 * A month is that of a message's own date, so mail that waited for a moderator comes into an older month; it is found
 * all the same, for the interface lists messages in the order in which they were archived.
 */
import { z } from 'zod';
import { LeadspringError } from '../../../base/plain.ts';
import type { Batch, PullJob } from '../../contract.ts';
import { publicMailSettings } from '../../mail/archive_settings.ts';
import { type MailBody, problemRecord } from '../../mail/record.ts';
import { readVolume, type VolumeRead } from '../../mail/volume.ts';
import { type Archive, archiveOf, askEmails } from './api.ts';
import { allMonths, halves, monthOf, type Span, spanOf } from './months.ts';

/** A month as it is sent, in bytes; a larger one is asked for in parts. */
const MOST_BYTES = 64 << 20;
const PAGE = 100;
/** Pages of new messages that are looked at; beyond them every month is read again. */
const MOST_PAGES = 50;

const state = z.object({
  /** Messages of each month that was read. */
  months: z.record(z.string(), z.number()),
  /** The message up to which, in the order of archiving, everything was read; null before all months were. */
  seen: z.string().nullable(),
  /** While months are read: the message that was archived last when their reading began. */
  mark: z.string().nullable(),
});
type State = z.infer<typeof state>;

/** See `Source.pull`. */
export async function* pullHyperkitty(job: PullJob): AsyncGenerator<Batch<MailBody>> {
  const archive = archiveOf(job.settings);
  const key = `hyperkitty:${archive.base}/list/${archive.list}`;
  const before: State = state.safeParse(await job.cursor(key)).data ?? { months: {}, seen: null, mark: null };
  const { wanted, seen, mark } = await plan(job, archive, before);
  const counts = { ...before.months };
  const known = Object.entries(counts).filter(([month]) => !wanted.includes(month));
  yield { records: [], cursors: [], skipped: known.reduce((sum, [, count]) => sum + count, 0) };
  const cursor = (now: Pick<State, 'seen' | 'mark'>): Batch<MailBody> => {
    return { records: [], cursors: [{ key, value: { months: { ...counts }, ...now } satisfies State }] };
  };
  let complete = true;
  for (const month of wanted) {
    if (job.signal.aborted) return;
    const { count, whole } = yield* pullSpan(job, archive, spanOf(month, job.now));
    if (whole) counts[month] = count;
    complete &&= whole;
    yield cursor({ seen, mark });
  }
  if (complete) yield cursor({ seen: mark, mark: null });
}

/** What a run has to do. */
interface Plan extends Pick<State, 'seen' | 'mark'> {
  /** Months to read, in this order. */
  readonly wanted: readonly string[];
}

async function plan(job: PullJob, archive: Archive, before: State): Promise<Plan> {
  const { emails } = await askEmails(job.http, archive, '-archived_date', PAGE, 0);
  const newest = emails[0]?.hash ?? null;
  if (before.seen !== null) {
    const months = await monthsSince(job, archive, before.seen, emails);
    if (months !== undefined) return { wanted: [...months].sort(), seen: before.seen, mark: newest };
  }
  const [oldest] = (await askEmails(job.http, archive, 'date', 1, 0)).emails;
  const all = oldest === undefined ? [] : allMonths(oldest.at, job.now);
  // Where an earlier run broke off its first reading, this one goes on. Its mark stays, for what was archived since
  // may belong to months that were read already.
  const goesOn = before.seen === null && before.mark !== null;
  return {
    wanted: goesOn ? all.filter((month) => before.months[month] === undefined) : all,
    seen: null,
    mark: goesOn ? before.mark : newest,
  };
}

/** Months of the messages archived after one; undefined when it is not found among the newest. */
async function monthsSince(
  job: PullJob,
  archive: Archive,
  seen: string,
  first: readonly { readonly hash: string; readonly at: number }[],
): Promise<ReadonlySet<string> | undefined> {
  const months = new Set<string>();
  let emails = first;
  for (let page = 1; page <= MOST_PAGES && emails.length > 0; page++) {
    for (const { hash, at } of emails) {
      if (hash === seen) return months;
      months.add(monthOf(at));
    }
    ({ emails } = await askEmails(job.http, archive, '-archived_date', PAGE, page * PAGE));
  }
  return undefined;
}

/** Reads the messages of some days; in two parts when they are too large for one answer. */
async function* pullSpan(
  job: PullJob,
  archive: Archive,
  span: Span,
): AsyncGenerator<Batch<MailBody>, VolumeRead> {
  const { base, list } = archive;
  const query = `start=${span.start}&end=${span.end}`;
  const url = `${base}/list/${list}/export/${list}-${span.start.slice(0, 7)}.mbox.gz?${query}`;
  try {
    const { body } = await job.http.request(url, { maxBytes: MOST_BYTES });
    const { maxMessageBytes } = publicMailSettings(job.settings);
    return yield* readVolume({
      address: url,
      bytes: body,
      container: list.replace('@', '.'),
      maxMessageBytes,
    });
  } catch (error) {
    if (!(error instanceof LeadspringError) || error.code !== 'remote_answer_too_large') throw error;
    const parts = halves(span);
    if (parts === undefined) {
      yield {
        records: [problemRecord(`${error.code}:${url}`, { file: url }, error.code, error.message)],
        cursors: [],
      };
      return { count: 1, whole: true };
    }
    const one = yield* pullSpan(job, archive, parts[0]);
    const other = yield* pullSpan(job, archive, parts[1]);
    return { count: one.count + other.count, whole: one.whole && other.whole };
  }
}
