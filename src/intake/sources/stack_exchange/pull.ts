/** Asks the API of Stack Exchange: the questions of some tags with answers and comments, then those that changed. */
import { z } from 'zod';
import { LeadspringError } from '../../../base/plain.ts';
import type { Batch, PullJob, SourceRecord } from '../../contract.ts';
import { fieldsOf } from '../../text/json.ts';
import { walkSince } from '../../text/pages.ts';
import { askApi, createFilter, postsOfQuestion } from './api.ts';
import type { PostBody } from './post.ts';
import { readSettings } from './settings.ts';

const PER_PAGE = 100;
const FILTER = 'api filter';

/** @throws LeadspringError `remote_limited` when the day's quota is used up; the next run goes on from there */
export async function* pullQuestions(job: PullJob): AsyncGenerator<Batch<PostBody>> {
  const { tags } = readSettings(job.settings);
  const site = siteOf(job);
  const stored = z.object({ filter: z.string() }).safeParse(await job.cursor(FILTER)).data;
  const filter = stored?.filter ?? (await createFilter(job));
  if (stored === undefined) yield { records: [], cursors: [{ key: FILTER, value: { filter } }] };
  // Several tags in one question to the API would all have to be there.
  for (const tag of tags.size === 0 ? [null] : tags) {
    yield* readTag(job, { site, sort: 'activity', order: 'asc', filter }, tag);
    if (job.signal.aborted) return;
  }
}

/** @returns what was found, for people */
export async function testSite(job: PullJob): Promise<string> {
  const site = siteOf(job);
  const { items, left } = await askApi(job, '/info', { site });
  const { total_questions: questions } = fieldsOf(items[0]);
  return `${site} with ${String(questions)} questions; ${String(left ?? 'some')} requests left today`;
}

/** The API knows sites by their hosts. */
function siteOf({ settings }: PullJob): string {
  const { site } = readSettings(settings);
  if (/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(site)) return site;
  throw new LeadspringError(
    'setting_invalid',
    `site: “${site.slice(0, 200)}” is not a site such as stackoverflow.com.`,
  );
}

async function* readTag(
  job: PullJob,
  query: Readonly<Record<string, string>>,
  tag: string | null,
): AsyncGenerator<Batch<PostBody>> {
  const key = tag === null ? 'api' : `api ${tag}`;
  const known = z.object({ since: z.number().nullable() }).safeParse(await job.cursor(key));
  let left: number | null = null;
  const list = {
    what: `questions of ${query.site}`,
    ask: async (since: number | null, page: number) => {
      const answer = await askApi(job, '/questions', {
        ...query,
        ...(tag === null ? {} : { tagged: tag }),
        ...(since === null ? {} : { min: String(Math.max(0, Math.floor(since / 1_000))) }),
        ...{ pagesize: String(PER_PAGE), page: String(page) },
      });
      left = answer.left;
      return answer;
    },
    timeOf: (item: unknown) => Number(fieldsOf(item).last_activity_date) * 1_000,
    idOf: (item: unknown) => String(fieldsOf(item).question_id),
    until: job.now,
  };
  for await (const { items, since } of walkSince(list, known.data?.since ?? null)) {
    yield { records: recordsOf(items, query.site ?? ''), cursors: [{ key, value: { since } }] };
    if (job.signal.aborted) return;
    if (left === 0)
      throw new LeadspringError('remote_limited', 'The quota of requests of this day is used up.');
  }
}

function recordsOf(items: readonly unknown[], site: string): SourceRecord<PostBody>[] {
  return items.flatMap(postsOfQuestion).map((body, index) => {
    const { kind, id, thread } = body.post;
    const name = kind === 'comment' ? 'comment' : 'post';
    return {
      id: `${name}:${id ?? `${String(thread)}:${index}`}`,
      place: { file: `${site}/questions/${String(thread)}` },
      body,
    };
  });
}
