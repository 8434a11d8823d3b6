/** One record to its message and signals. Pure. */
import {
  type ActorClaim,
  type Adapted,
  adapted,
  dropped,
  type MessageDraft,
  type SignalDraft,
  type SourceRecord,
} from '../../contract.ts';
import { checkedAdapter } from '../../files/checked.ts';
import { oneLine, threadSignal, visibleText } from '../../text/written.ts';
import { bodyShape, type GitlabRecord, type Project, type User } from './record.ts';
import type { GitlabSettings } from './settings.ts';

type Of<K extends GitlabRecord['kind']> = Extract<GitlabRecord, { kind: K }>;
type Where = Pick<GitlabSettings, 'platform' | 'host'>;

const SECOND = 1_000;

/** Makes `adapt`. Failures: record_malformed; dates that cannot be are found by the runner. */
export function gitlabAdapter(where: Where): (record: SourceRecord<unknown>) => Adapted {
  return checkedAdapter(
    'record',
    bodyShape,
    (read) => adaptRecord(read, where),
    (path) => path.filter((part) => part !== 'item').join('.'),
  );
}

function adaptRecord(read: GitlabRecord, where: Where): Adapted {
  switch (read.kind) {
    case 'thread':
      return adaptThread(read, where);
    case 'note':
      return adaptNote(read, where);
    case 'star':
      return adaptStar(read, where);
    case 'fork':
      return adaptFork(read, where);
    case 'nothing':
      return dropped(read.reason);
  }
}

/** Accounts that GitLab makes for tokens, and those that call themselves robots. */
const isRobot = ({ username }: User): boolean =>
  /^(?:project|group)_\d+_bot|[-_]bot$|^(?:support|alert)-bot$|^GitLab(?:Duo|-Security)/i.test(username);

function claimOf({ username, name, company }: User, { platform }: Where): ActorClaim {
  // All that accounts which are gone have written belongs to one of that name.
  if (/^ghost\d*$/.test(username)) return {};
  const called = (name ?? '').trim().slice(0, 200);
  const profileCompany = (company ?? '').trim().slice(0, 200);
  return {
    ...{ login: username.slice(0, 200), platform },
    ...(called === '' ? {} : { name: called }),
    ...(profileCompany === '' ? {} : { profileCompany }),
  };
}

/** Webhooks know seconds only, and write dates in two ways; so that both ways agree, all are cut to seconds. */
const timeOf = (text: string | null | undefined): number =>
  Math.floor(Date.parse(text ?? '') / SECOND) * SECOND;

const projectKey = ({ path_with_namespace: path }: Project, { host }: Where): string =>
  `${host}/${path}`.toLowerCase();

/** What was written, the same whichever way it came: of a profile webhooks tell less. */
function withoutProfile(read: Of<'thread'> | Of<'note'>): unknown {
  const { company: _company, ...author } = read.item.author;
  return { ...read, item: { ...read.item, author } };
}

type Words = Pick<MessageDraft, 'nativeId' | 'references' | 'subject' | 'text' | 'visibility'>;

function messageOf(read: Of<'thread'> | Of<'note'>, where: Where, words: Words): MessageDraft {
  const { author, created_at: created, updated_at: updated } = read.item;
  const [at, editedAt] = [timeOf(created), timeOf(updated)];
  return {
    ...words,
    space: where.host,
    container: projectKey(read.project, where),
    at,
    author: claimOf(author, where),
    claims: { username: author.username.slice(0, 200), name: (author.name ?? '').slice(0, 200) },
    format: 'json',
    raw: new Uint8Array(Buffer.from(JSON.stringify(withoutProfile(read)), 'utf8')),
    ...(editedAt > at ? { editedAt } : {}),
  };
}

const signalOf = (message: MessageDraft, act: SignalDraft['act'], key: string): SignalDraft =>
  threadSignal(message, { kind: 'message', accessPoint: 'code', act, key });

/** A merge request is a change that someone wrote; an issue asks. */
function adaptThread(read: Of<'thread'>, where: Where): Adapted {
  const { item, project, of } = read;
  if (isRobot(item.author)) return dropped('bot');
  const [subject, text] = [oneLine(item.title), visibleText(item.description)];
  if (subject === '' && text === '') return dropped('empty');
  const message = messageOf(read, where, {
    nativeId: `${project.id}/${of}/${item.iid}`,
    references: [],
    subject,
    text,
    visibility: project.open && item.confidential !== true ? 'public' : 'private',
  });
  const key = `${projectKey(project, where)}/${of}/${item.iid}`;
  return adapted([signalOf(message, of === 'issues' ? 'ask' : 'commit', key)], [message]);
}

function adaptNote(read: Of<'note'>, where: Where): Adapted {
  const { item, project, of, thread, confidential } = read;
  if (item.system) return dropped('platform_note');
  if (isRobot(item.author)) return dropped('bot');
  const text = visibleText(item.body);
  if (text === '') return dropped('empty');
  const closed = confidential || item.internal === true || item.confidential === true;
  const message = messageOf(read, where, {
    nativeId: `${project.id}/${of}/${thread}/${item.id}`,
    references: [`${project.id}/${of}/${thread}`],
    subject: '',
    text,
    visibility: project.open && !closed ? 'public' : 'private',
  });
  return adapted([signalOf(message, 'reply', `${projectKey(project, where)}/${of}/${thread}`)], [message]);
}

function projectSignal(
  project: Project,
  where: Where,
  draft: Pick<SignalDraft, 'nativeId' | 'act' | 'at' | 'actor'>,
): SignalDraft {
  const key = projectKey(project, where);
  const title = project.open ? { title: key.split('/').at(-1) ?? key } : {};
  return {
    ...draft,
    accessPoint: 'code',
    visibility: project.open ? 'public' : 'private',
    asset: { kind: 'repository', key, ...title },
  };
}

function adaptStar({ item, project }: Of<'star'>, where: Where): Adapted {
  if (isRobot(item.user)) return dropped('bot');
  const nativeId = `star:${project.id}/${item.user.id}`;
  const draft = { nativeId, act: 'star', at: timeOf(item.starred_since) } as const;
  return adapted([projectSignal(project, where, { ...draft, actor: claimOf(item.user, where) })]);
}

/** A copy stands in the space of a person or of a group, which is an organization. */
function adaptFork({ item, project }: Of<'fork'>, where: Where): Adapted {
  const { kind, path, name } = item.namespace;
  const person: ActorClaim = {
    login: path.slice(0, 200),
    platform: where.platform,
    name: name.slice(0, 200),
  };
  const actor = kind === 'user' ? person : { organizationName: name.slice(0, 200) };
  const draft = {
    nativeId: `fork:${project.id}/${item.id}`,
    act: 'fork',
    at: timeOf(item.created_at),
  } as const;
  return adapted([projectSignal(project, where, { ...draft, actor })]);
}
