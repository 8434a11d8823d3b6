/** What each event of a webhook says: a record like that of the API, or nothing that counts. Pure. */
import { type Fields, fieldsOf } from '../../text/json.ts';
import { type Body, keepNote, keepProject, keepThread, type ThreadKind } from './record.ts';

const nothing = (reason: 'platform_note' | 'not_new' | 'not_relevant'): Body => ({ kind: 'nothing', reason });

const WRITTEN = new Set(['open', 'update', 'create', 'reopen']);
/** Tasks and incidents are issues of another sort. */
const ISSUES = new Set(['issue', 'work_item']);

/** The body of one event, by its `object_kind`. Events and actions that are not known say nothing that counts. */
export function bodyOfEvent(payload: Fields): Body {
  const { object_kind: kind } = payload;
  if (ISSUES.has(String(kind))) return thread('issues', payload);
  if (kind === 'merge_request') return thread('merge_requests', payload);
  if (kind === 'note') return note(payload);
  // The commits themselves are read from a clone, with all that they say.
  return nothing(kind === 'push' || kind === 'tag_push' ? 'not_new' : 'platform_note');
}

/**
 * Whether who did it is who wrote it: an event names the first only, and has of the second a mere number. An edit by
 * someone else comes with the next pull.
 */
const byAuthor = ({ user, object_attributes: item }: Fields): boolean =>
  fieldsOf(user).id === fieldsOf(item).author_id;

function thread(of: ThreadKind, payload: Fields): Body {
  const item = fieldsOf(payload.object_attributes);
  if (!WRITTEN.has(String(item.action))) return nothing('platform_note');
  if (!byAuthor(payload)) return nothing('not_new');
  return {
    kind: 'thread',
    of,
    project: keepProject(payload.project),
    item: keepThread(item, payload.user),
  };
}

function note(payload: Fields): Body {
  const item = fieldsOf(payload.object_attributes);
  const on = { Issue: 'issue', MergeRequest: 'merge_request' }[String(item.noteable_type)];
  if (on === undefined) return nothing('not_relevant');
  if (!byAuthor(payload)) return nothing('not_new');
  const about = fieldsOf(payload[on]);
  return {
    kind: 'note',
    of: on === 'issue' ? 'issues' : 'merge_requests',
    project: keepProject(payload.project),
    thread: about.iid,
    confidential: about.confidential === true || payload.event_type === 'confidential_note',
    item: keepNote(item, payload.user),
  };
}
