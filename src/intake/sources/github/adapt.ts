/** One record to its message and signals. Pure. */
import {
  type ActorClaim,
  type Adapted,
  adapted,
  dropped,
  erased,
  type MessageDraft,
  type SignalDraft,
  type SourceRecord,
} from '../../contract.ts';
import { checkedAdapter } from '../../files/checked.ts';
import { oneLine, threadSignal, visibleText } from '../../text/written.ts';
import { bodyShape, type CommentKind, type GithubRecord, type Repository, type User } from './record.ts';
import type { GithubSettings } from './settings.ts';

type Of<K extends GithubRecord['kind']> = Extract<GithubRecord, { kind: K }>;
type Where = Pick<GithubSettings, 'platform' | 'host'>;

const LONGEST_TITLE = 300;

/** Makes `adapt`. Failures: record_malformed; dates that cannot be are found by the runner. */
export function githubAdapter(where: Where): (record: SourceRecord<unknown>) => Adapted {
  return checkedAdapter(
    'record',
    bodyShape,
    (read) => adaptRecord(read, where),
    (path) => path.filter((part) => part !== 'item').join('.'),
  );
}

function adaptRecord(read: GithubRecord, where: Where): Adapted {
  switch (read.kind) {
    case 'thread':
      return adaptThread(read, where);
    case 'comment':
      return adaptComment(read, where);
    case 'star':
      return adaptStar(read, where);
    case 'fork':
      return adaptFork(read, where);
    case 'release':
      return adaptRelease(read, where);
    case 'gone':
      return adaptGone(read, where);
    case 'note':
      return dropped(read.reason);
  }
}

/** Robots have a type of their own or sign as such. */
const isRobot = (user: User | null): boolean =>
  user?.type === 'Bot' || /\[bot\]$|[-_]bot$/i.test(user?.login ?? '');

function claimOf(user: User | null, { platform }: Where): ActorClaim {
  // `ghost` stands for all accounts that are gone.
  if (user === null || user.login === 'ghost') return {};
  const company = (user.company ?? '').trim().slice(0, 200);
  const homepage = (user.homepage ?? '').trim().slice(0, 500);
  return {
    ...{ login: user.login.slice(0, 200), platform },
    ...(company === '' ? {} : { profileCompany: company }),
    ...(homepage === '' ? {} : { homepage }),
  };
}

const threadId = (repository: Repository, thread: string | number): string => `${repository.id}/${thread}`;

function commentId(repository: Repository, thread: string, of: CommentKind, id: number): string {
  return `${threadId(repository, thread)}/${of}/${id}`;
}

const repositoryKey = (repository: Repository, { host }: Where): string =>
  `${host}/${repository.full_name}`.toLowerCase();

/** What was written, the same whichever way it came: of a profile webhooks tell less. */
function withoutProfile(read: Of<'thread'> | Of<'comment'>): unknown {
  const { company: _company, homepage: _homepage, ...user } = read.item.user ?? {};
  return { ...read, item: { ...read.item, user: read.item.user === null ? null : user } };
}

interface Written {
  readonly nativeId: string;
  readonly references: readonly string[];
  readonly subject: string;
  readonly container: string;
  readonly text: string;
}

function messageOf(
  read: Of<'thread'> | Of<'comment'>,
  where: Where,
  { nativeId, references, subject, container, text }: Written,
): MessageDraft {
  const { item, repository } = read;
  const [at, editedAt] = [Date.parse(item.created_at), Date.parse(item.updated_at ?? '')];
  return {
    nativeId,
    space: where.host,
    container,
    visibility: repository.private ? 'private' : 'public',
    at,
    subject,
    author: claimOf(item.user, where),
    claims: { login: item.user?.login.slice(0, 200) ?? '' },
    references,
    format: 'json',
    raw: new Uint8Array(Buffer.from(JSON.stringify(withoutProfile(read)), 'utf8')),
    ...(editedAt > at ? { editedAt } : {}),
    text,
  };
}

const signalOf = (
  message: MessageDraft,
  act: SignalDraft['act'],
  accessPoint: 'code' | 'forum',
  key: string,
): SignalDraft => threadSignal(message, { kind: 'message', accessPoint, act, key });

/** A pull request is a change that someone wrote; an issue or a discussion asks. */
function adaptThread(read: Of<'thread'>, where: Where): Adapted {
  const { item, repository, of } = read;
  if (isRobot(item.user)) return dropped('bot');
  const [subject, text] = [oneLine(item.title), visibleText(item.body)];
  if (subject === '' && text === '') return dropped('empty');
  const key = repositoryKey(repository, where);
  const message = messageOf(read, where, {
    nativeId: threadId(repository, item.number),
    references: [],
    subject,
    container: of === 'discussion' && item.category ? `${key} ${item.category.name.slice(0, 100)}` : key,
    text,
  });
  const act = of === 'pull_request' ? 'commit' : 'ask';
  const accessPoint = of === 'discussion' ? 'forum' : 'code';
  return adapted([signalOf(message, act, accessPoint, `${key}/${item.number}`)], [message]);
}

function adaptComment(read: Of<'comment'>, where: Where): Adapted {
  const { item, repository, of, thread } = read;
  if (isRobot(item.user)) return dropped('bot');
  const text = visibleText(item.body);
  if (text === '') return dropped('empty');
  const key = repositoryKey(repository, where);
  const { parent } = item;
  const message = messageOf(read, where, {
    nativeId: commentId(repository, thread, of, item.id),
    references: [
      threadId(repository, thread),
      ...(typeof parent === 'number' ? [commentId(repository, thread, of, parent)] : []),
    ],
    subject: '',
    container: key,
    text,
  });
  const accessPoint = of === 'discussion_comment' ? 'forum' : 'code';
  return adapted([signalOf(message, 'reply', accessPoint, `${key}/${thread}`)], [message]);
}

/** What stars, forks and releases have in common. */
function repositorySignal(
  repository: Repository,
  where: Where,
  draft: Pick<SignalDraft, 'nativeId' | 'act' | 'at'>,
): SignalDraft {
  const key = repositoryKey(repository, where);
  return {
    ...draft,
    accessPoint: 'code',
    visibility: repository.private ? 'private' : 'public',
    asset: {
      kind: 'repository',
      key,
      ...(repository.private ? {} : { title: key.split('/').at(-1) ?? key }),
    },
  };
}

function adaptStar({ item, repository }: Of<'star'>, where: Where): Adapted {
  if (isRobot(item.user)) return dropped('bot');
  const nativeId = `star:${repository.id}/${item.user.id}`;
  const draft = { nativeId, act: 'star', at: Date.parse(item.starred_at) } as const;
  return adapted([{ ...repositorySignal(repository, where, draft), actor: claimOf(item.user, where) }]);
}

/** A copy belongs to a person or to an organization, which has a login as well. */
function adaptFork({ item, repository }: Of<'fork'>, where: Where): Adapted {
  if (isRobot(item.owner)) return dropped('bot');
  const draft = {
    nativeId: `fork:${repository.id}/${item.id}`,
    act: 'fork',
    at: Date.parse(item.created_at),
  } as const;
  const { owner } = item;
  const actor = owner.type === 'Organization' ? { organizationName: owner.login } : claimOf(owner, where);
  return adapted([{ ...repositorySignal(repository, where, draft), actor }]);
}

const releaseId = (repository: Repository, id: number): string => `release:${repository.id}/${id}`;

/** The release itself, once, and how often its files were fetched until this day. */
function adaptRelease({ item, repository, at }: Of<'release'>, where: Where): Adapted {
  if (item.draft || !item.published_at) return dropped('not_relevant');
  const key = repositoryKey(repository, where);
  const title = oneLine(item.name) || item.tag_name.slice(0, LONGEST_TITLE);
  const signal = (
    nativeId: string,
    more: Pick<SignalDraft, 'act' | 'at' | 'details'>,
    file = '',
  ): SignalDraft => ({
    nativeId,
    accessPoint: 'download',
    visibility: repository.private ? 'private' : 'public',
    asset: {
      kind: 'release',
      key: `${key}@${item.tag_name}${file}`.slice(0, 500),
      ...(repository.private ? {} : { title }),
    },
    ...more,
  });
  const version = { version: item.tag_name.slice(0, 200) };
  const published = Date.parse(item.published_at);
  const totals = (at === null ? [] : item.assets).map(({ id, name, download_count: total }) =>
    signal(
      `total:${repository.id}/${item.id}/${id}:${new Date(at ?? 0).toISOString().slice(0, 10)}`,
      { act: 'total', at: at ?? 0, details: { ...version, file: name.slice(0, 200), total } },
      `/${name}`,
    ),
  );
  return adapted([
    signal(releaseId(repository, item.id), { act: 'release', at: published, details: version }),
    ...totals,
  ]);
}

function adaptGone({ of, item, repository, thread }: Of<'gone'>, { host }: Where): Adapted {
  if (of === 'release') return erased([{ kind: 'signal', nativeId: releaseId(repository, item.id) }]);
  const isThread = of === 'issue' || of === 'pull_request' || of === 'discussion';
  const nativeId = isThread ? threadId(repository, thread) : commentId(repository, thread, of, item.id);
  // A message's signal goes with it.
  return erased([{ kind: 'message', space: host, nativeId }]);
}
