/** What each event of a webhook says: a record like that of the API, or nothing that counts. Pure. */
import { type Fields, fieldsOf } from '../../text/json.ts';
import {
  type Body,
  type CommentKind,
  keepComment,
  keepFork,
  keepRelease,
  keepRepository,
  keepStar,
  keepThread,
  type ThreadKind,
} from './record.ts';

const note = (reason: 'platform_note' | 'not_new' | 'deleted'): Body => ({ kind: 'note', reason });

/**
 * The body of one event. Events and actions that are not known say nothing that counts.
 * @param event the header X-GitHub-Event
 */
export function bodyOfEvent(event: string, payload: unknown): Body {
  const fields = fieldsOf(payload);
  return (Object.hasOwn(EVENTS, event) ? EVENTS[event]?.(fields) : undefined) ?? note('platform_note');
}

type Read = (payload: Fields) => Body | undefined;

/** Whoever transfers something takes it away here; its new place sends an event of its own. */
const GONE = new Set(['deleted', 'transferred']);
const WRITTEN = new Set(['opened', 'created', 'edited', 'submitted', 'reopened']);

function thread(of: ThreadKind): Read {
  return (payload) => {
    const item = fieldsOf(payload[of]);
    const repository = keepRepository(payload.repository);
    if (GONE.has(String(payload.action))) return gone(of, repository, String(item.number), item.id);
    if (!WRITTEN.has(String(payload.action))) return undefined;
    return { kind: 'thread', of, repository, item: keepThread(item) };
  };
}

/** @param on what it comments on, whose number names the thread */
function comment(of: CommentKind, on: ThreadKind | 'commit', field = 'comment'): Read {
  return (payload) => {
    const item = fieldsOf(payload[field]);
    const repository = keepRepository(payload.repository);
    const name = String(on === 'commit' ? item.commit_id : fieldsOf(payload[on]).number);
    if (GONE.has(String(payload.action))) return gone(of, repository, name, item.id);
    if (!WRITTEN.has(String(payload.action))) return undefined;
    const parent = item.parent_id ?? item.in_reply_to_id;
    return { kind: 'comment', of, repository, thread: name, item: keepComment(item, parent) };
  };
}

function gone(of: ThreadKind | CommentKind | 'release', repository: Fields, name: string, id: unknown): Body {
  return { kind: 'gone', of, repository, thread: name, item: { id } };
}

const star: Read = ({ action, starred_at: at, sender, repository }) =>
  action === 'created'
    ? { kind: 'star', repository: keepRepository(repository), item: keepStar(at, sender) }
    : note('deleted');

const fork: Read = ({ forkee, repository }) => ({
  kind: 'fork',
  repository: keepRepository(repository),
  item: keepFork(forkee),
});

const release: Read = ({ action, release: item, repository }) => {
  const kept = keepRepository(repository);
  if (action === 'deleted') return gone('release', kept, '', fieldsOf(item).id);
  if (action === 'published') return { kind: 'release', repository: kept, item: keepRelease(item), at: null };
  return note('not_new');
};

const EVENTS: Readonly<Record<string, Read>> = {
  issues: thread('issue'),
  pull_request: thread('pull_request'),
  discussion: thread('discussion'),
  issue_comment: comment('comment', 'issue'),
  pull_request_review_comment: comment('review_comment', 'pull_request'),
  pull_request_review: comment('review', 'pull_request', 'review'),
  discussion_comment: comment('discussion_comment', 'discussion'),
  commit_comment: comment('commit_comment', 'commit'),
  star,
  // The older name of a star, without its date; `star` comes beside it.
  watch: () => note('not_new'),
  fork,
  release,
  // The commits themselves are read from a clone, with all that they say.
  push: () => note('not_new'),
};
