/** The lists of a repository that its REST API gives, each read so that nothing is lost while it changes. */
import { z } from 'zod';
import type { Http } from '../../../base/plain.ts';
import type { Batch, Cursor, PullJob, SourceRecord } from '../../contract.ts';
import type { AddCompanies } from '../../text/companies.ts';
import { fieldsOf } from '../../text/json.ts';
import { type BackState, backState, walkBack, walkSince } from '../../text/pages.ts';
import { askJson, type JsonAnswer, linkOf, listOf } from '../../text/remote.ts';
import {
  type Body,
  type CommentKind,
  keepComment,
  keepFork,
  keepRelease,
  keepStar,
  keepThread,
} from './record.ts';
import type { GithubSettings } from './settings.ts';

const PER_PAGE = 100;
const REVISION = '2022-11-28';
/** What GitHub says of a list that a repository has turned off. */
const GONE = 410;

/** One repository while it is read. */
export interface Reading {
  readonly job: PullJob;
  readonly http: Http;
  readonly settings: GithubSettings;
  /** As the settings name it: cursors go by it. */
  readonly name: string;
  /** The kept fields of the repository; every record carries them. */
  readonly repository: Readonly<Record<string, unknown>>;
  readonly addCompanies: AddCompanies;
}

/** A request as GitHub wants it. @throws LeadspringError what `askJson` throws */
export function askGithub(
  { http, settings }: Pick<Reading, 'http' | 'settings'>,
  path: string,
  more: { readonly accept?: string; readonly expect?: readonly number[] } = {},
): Promise<JsonAnswer> {
  const { accept = 'application/vnd.github+json', expect = [] } = more;
  const { api, token } = settings;
  return askJson(http, `${api}${path}`, {
    headers: {
      accept,
      'x-github-api-version': REVISION,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    expect,
  });
}

/** A record, and its batch, of one repository. */
export function recordOf({ name }: Reading, id: string, body: Body): SourceRecord<Body> {
  return { id: `${name}:${id}`, place: { file: name }, body };
}

const timeOf =
  (field: string) =>
  (item: unknown): number =>
    Date.parse(String(fieldsOf(item)[field]));
const idOf = (item: unknown): string => String(fieldsOf(item).id);

interface ChangingList {
  readonly part: string;
  readonly path: string;
  readonly record: (item: unknown) => SourceRecord<Body>;
}

/** A list by the time of its last change, which `since` asks for. */
async function* readChanging(
  reading: Reading,
  { part, path, record }: ChangingList,
): AsyncGenerator<Batch<Body>> {
  const key = `${reading.name} ${part}`;
  const stored = z.object({ since: z.number().nullable() }).safeParse(await reading.job.cursor(key));
  const list = {
    what: `${part} of ${reading.name}`,
    ask: async (since: number | null, page: number) => {
      const after = since === null ? '' : `&since=${new Date(since).toISOString()}`;
      const query = `sort=updated&direction=asc&per_page=${PER_PAGE}${after}&page=${page}`;
      const url = `${path}${path.includes('?') ? '&' : '?'}${query}`;
      const { value, headers, status } = await askGithub(reading, url, { expect: [GONE] });
      const items = status === GONE ? [] : listOf(value, `${reading.settings.api}${path}`);
      return { items, more: linkOf(headers, 'next') !== undefined || items.length >= PER_PAGE };
    },
    timeOf: timeOf('updated_at'),
    idOf,
    until: reading.job.now,
  };
  for await (const { items, since } of walkSince(list, stored.data?.since ?? null)) {
    const known = await reading.addCompanies(items, 'user', timeOf('created_at'));
    yield { records: known.map(record), cursors: [{ key, value: { since } }] };
    if (reading.job.signal.aborted) return;
  }
}

/** Issues and pull requests: at GitHub the second are of the first. */
export async function* readIssues(reading: Reading): AsyncGenerator<Batch<Body>> {
  const { repository } = reading;
  const record = (item: unknown): SourceRecord<Body> => {
    const of = 'pull_request' in fieldsOf(item) ? 'pull_request' : 'issue';
    return recordOf(reading, `thread ${String(fieldsOf(item).number)}`, {
      kind: 'thread',
      ...{ of, repository, item: keepThread(item) },
    });
  };
  yield* readChanging(reading, { part: 'issues', path: `/repos/${reading.name}/issues?state=all`, record });
}

/** Comments on issues and pull requests, and those on the lines of a change. */
export async function* readComments(reading: Reading): AsyncGenerator<Batch<Body>> {
  const { name } = reading;
  const record = (of: CommentKind, on: string) => (item: unknown) => {
    const fields = fieldsOf(item);
    // The thread is named by the end of its address only.
    const thread = /\/(\d{1,15})$/.exec(String(fields[on]))?.[1] ?? '';
    const kept = keepComment(item, fields.in_reply_to_id);
    const body = { kind: 'comment', of, repository: reading.repository, thread, item: kept } as const;
    return recordOf(reading, `${of} ${String(fields.id)}`, body);
  };
  const lists: readonly ChangingList[] = [
    {
      part: 'comments',
      path: `/repos/${name}/issues/comments`,
      record: record('comment', 'issue_url'),
    },
    {
      part: 'review comments',
      path: `/repos/${name}/pulls/comments`,
      record: record('review_comment', 'pull_request_url'),
    },
  ];
  for (const list of lists) yield* readChanging(reading, list);
}

interface NumberedList {
  readonly part: string;
  readonly path: string;
  readonly accept?: string;
  readonly time: string;
  readonly by: 'user' | 'owner';
  readonly idOf: (item: unknown) => string;
  readonly record: (item: unknown) => Body;
}

async function* readNumbered(reading: Reading, list: NumberedList): AsyncGenerator<Batch<Body>> {
  const key = `${reading.name} ${list.part}`;
  const stored = backState.safeParse(await reading.job.cursor(key)).data;
  const from: BackState | null = stored ?? null;
  const pages = {
    what: `${list.part} of ${reading.name}`,
    ask: async (page: number) => {
      const path = `${list.path}${list.path.includes('?') ? '&' : '?'}per_page=${PER_PAGE}&page=${page}`;
      const more = list.accept === undefined ? {} : { accept: list.accept };
      const { value, headers } = await askGithub(reading, path, more);
      const last = /[?&]page=(\d{1,9})/.exec(linkOf(headers, 'last') ?? '')?.[1];
      return { items: listOf(value, `${reading.settings.api}${list.path}`), last: Number(last ?? page) };
    },
    timeOf: timeOf(list.time),
    idOf: list.idOf,
    until: reading.job.now,
  };
  for await (const { items, state } of walkBack(pages, from)) {
    const cursors: Cursor[] = [{ key, value: state }];
    const known = await reading.addCompanies(items, list.by, timeOf(list.time));
    const records = known.map((item) =>
      recordOf(reading, `${list.part} ${list.idOf(item)}`, list.record(item)),
    );
    yield { records, cursors };
    if (reading.job.signal.aborted) return;
  }
}

/** Stars with their dates. GitHub shows the first 40,000 only. */
export function readStars(reading: Reading): AsyncGenerator<Batch<Body>> {
  const { name, repository } = reading;
  return readNumbered(reading, {
    part: 'stars',
    path: `/repos/${name}/stargazers`,
    accept: 'application/vnd.github.star+json',
    ...{ time: 'starred_at', by: 'user' },
    idOf: (item) => idOf(fieldsOf(item).user),
    record: (item) => {
      const { starred_at: at, user } = fieldsOf(item);
      return { kind: 'star', repository, item: keepStar(at, user) };
    },
  });
}

export function readForks(reading: Reading): AsyncGenerator<Batch<Body>> {
  const { name, repository } = reading;
  return readNumbered(reading, {
    part: 'forks',
    path: `/repos/${name}/forks?sort=oldest`,
    ...{ time: 'created_at', by: 'owner' },
    idOf,
    record: (item) => ({ kind: 'fork', repository, item: keepFork(item) }),
  });
}

/** Releases with how often their files were fetched until now. They are few, and their counts change: all, every time. */
export async function* readReleases(reading: Reading): AsyncGenerator<Batch<Body>> {
  const { job, name, repository, settings } = reading;
  for (let page = 1; ; page++) {
    const path = `/repos/${name}/releases?per_page=${PER_PAGE}&page=${page}`;
    const { value, headers } = await askGithub(reading, path);
    const records = listOf(value, `${settings.api}/repos/${name}/releases`).map((item) =>
      recordOf(reading, `release ${idOf(item)}`, {
        kind: 'release',
        ...{ repository, item: keepRelease(item), at: job.now },
      }),
    );
    yield { records, cursors: [] };
    if (linkOf(headers, 'next') === undefined || page >= 100 || job.signal.aborted) return;
  }
}
