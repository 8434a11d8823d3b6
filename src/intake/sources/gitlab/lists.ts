/** The lists of a project that GitLab's API gives, each read so that nothing is lost while it changes. */
import { z } from 'zod';
import type { Batch, PullJob, SourceRecord } from '../../contract.ts';
import type { AddCompanies } from '../../text/companies.ts';
import { fieldsOf } from '../../text/json.ts';
import { backState, staleness, walkBack, walkSince } from '../../text/pages.ts';
import { askJson, type JsonAnswer, linkOf, listOf } from '../../text/remote.ts';
import { type Body, keepFork, keepNote, keepStar, keepThread, type ThreadKind } from './record.ts';
import type { GitlabSettings } from './settings.ts';

const PER_PAGE = 100;
/** What GitLab says of a list that a project has turned off or shows to members only. */
const CLOSED = [403, 404];

/** One project while it is read. */
export interface Reading {
  readonly job: PullJob;
  readonly settings: GitlabSettings;
  /** As the settings name it: cursors go by it. */
  readonly name: string;
  /** Its kept fields; every record carries them. */
  readonly project: Readonly<Record<string, unknown>>;
  readonly stars: number;
  readonly addCompanies: AddCompanies;
}

/** A request below the API's address. @throws LeadspringError what `askJson` throws */
export function askGitlab(
  { job, settings }: Pick<Reading, 'job' | 'settings'>,
  path: string,
  expect: readonly number[] = [],
): Promise<JsonAnswer> {
  const { api, token } = settings;
  return askJson(job.http, `${api}${path}`, {
    headers: token === null ? {} : { 'private-token': token },
    expect,
  });
}

async function askList(reading: Reading, path: string, query: string, page: number) {
  const { value, headers, status } = await askGitlab(
    reading,
    `${path}?${query}&per_page=${PER_PAGE}&page=${page}`,
    CLOSED,
  );
  const items = CLOSED.includes(status) ? [] : listOf(value, `${reading.settings.api}${path}`);
  const linked = /[?&]page=(\d{1,9})/.exec(linkOf(headers, 'last') ?? '')?.[1];
  const pages = headers['x-total-pages'] ?? linked;
  // Beyond 10,000 items GitLab does not count.
  const more = linkOf(headers, 'next') !== undefined || items.length >= PER_PAGE;
  return { items, more, last: /^\d{1,9}$/.test(pages ?? '') ? Number(pages) : page };
}

const idOf = (item: unknown): string => String(fieldsOf(item).id);
const timeOf =
  (field: string) =>
  (item: unknown): number =>
    Date.parse(String(fieldsOf(item)[field]));

const recordOf = ({ name }: Reading, id: string, body: Body): SourceRecord<Body> => ({
  id: `${name}:${id}`,
  place: { file: name },
  body,
});

/** Issues or merge requests by the time of their last change, each with its notes: a note changes what it is on. */
export async function* readThreads(reading: Reading, of: ThreadKind): AsyncGenerator<Batch<Body>> {
  const { project, name, job } = reading;
  const path = `/projects/${encodeURIComponent(name)}/${of}`;
  const key = `${name} ${of}`;
  const stored = z.object({ since: z.number().nullable() }).safeParse(await job.cursor(key));
  const list = {
    what: `${of.replace('_', ' ')} of ${name}`,
    ask: (since: number | null, page: number) => {
      const after = since === null ? '' : `&updated_after=${new Date(since).toISOString()}`;
      return askList(reading, path, `scope=all&state=all&order_by=updated_at&sort=asc${after}`, page);
    },
    timeOf: timeOf('updated_at'),
    idOf,
    until: job.now,
  };
  for await (const { items, since } of walkSince(list, stored.data?.since ?? null)) {
    for (const item of items) yield* readNotes(reading, of, item);
    const known = await reading.addCompanies(items, 'author', timeOf('created_at'));
    const records = known.map((item) =>
      recordOf(reading, `${of} ${String(fieldsOf(item).iid)}`, {
        kind: 'thread',
        ...{ of, project, item: keepThread(item) },
      }),
    );
    yield { records, cursors: [{ key, value: { since } }] };
    if (job.signal.aborted) return;
  }
}

/** The notes on one issue or merge request. The cursor comes behind them, with the page that it stands on. */
async function* readNotes(reading: Reading, of: ThreadKind, about: unknown): AsyncGenerator<Batch<Body>> {
  const { iid, user_notes_count: count, confidential } = fieldsOf(about);
  if (!Number.isInteger(iid) || count === 0) return;
  const path = `/projects/${encodeURIComponent(reading.name)}/${of}/${String(iid)}/notes`;
  const list = {
    what: `notes of ${reading.name}`,
    ask: (page: number) => askList(reading, path, 'order_by=created_at&sort=asc', page),
    timeOf: timeOf('created_at'),
    idOf,
    until: reading.job.now,
  };
  for await (const { items } of walkBack(list, null)) {
    const known = await reading.addCompanies(items, 'author', timeOf('created_at'));
    const records = known.map((item) =>
      recordOf(reading, `note ${idOf(item)}`, {
        kind: 'note',
        ...{ of, project: reading.project, thread: iid, confidential: confidential === true },
        item: keepNote(item),
      }),
    );
    if (records.length > 0) yield { records, cursors: [] };
  }
}

/** Forks, from the latest back to what is known. */
export async function* readForks(reading: Reading): AsyncGenerator<Batch<Body>> {
  const { project, name, job } = reading;
  const key = `${name} forks`;
  const list = {
    what: `forks of ${name}`,
    ask: (page: number) =>
      askList(reading, `/projects/${encodeURIComponent(name)}/forks`, 'order_by=created_at&sort=asc', page),
    timeOf: timeOf('created_at'),
    idOf,
    until: job.now,
  };
  for await (const { items, state } of walkBack(
    list,
    backState.safeParse(await job.cursor(key)).data ?? null,
  )) {
    const records = items.map((item) =>
      recordOf(reading, `fork ${idOf(item)}`, { kind: 'fork', project, item: keepFork(item) }),
    );
    yield { records, cursors: [{ key, value: state }] };
    if (job.signal.aborted) return;
  }
}

/** Stars. Their order is nobody's promise, so all are read when their number has changed. */
export async function* readStars(reading: Reading): AsyncGenerator<Batch<Body>> {
  const { project, name, job, stars } = reading;
  const key = `${name} stars`;
  const known = z.object({ stars: z.int() }).safeParse(await job.cursor(key));
  if (known.data?.stars === stars) return;
  const path = `/projects/${encodeURIComponent(name)}/starrers`;
  const isStale = staleness(`stars of ${name}`, (item) => idOf(fieldsOf(item).user));
  for (let page = 1; ; page++) {
    let answer = await askList(reading, path, 'sort=asc', page);
    while (isStale(answer.items, false, true)) answer = await askList(reading, path, 'sort=asc', page);
    const { items, more } = answer;
    const people = await reading.addCompanies(items, 'user', timeOf('starred_since'));
    const records = people.map((item) =>
      recordOf(reading, `star ${idOf(fieldsOf(item).user)}`, {
        kind: 'star',
        ...{ project, item: keepStar(item) },
      }),
    );
    const cursors = more ? [] : [{ key, value: { stars } }];
    yield { records, cursors };
    if (!more || job.signal.aborted) return;
  }
}
