/** What is remembered of a dump while it is read: which question an answer belongs to, who is called what. */
import type { Shown } from './post.ts';
import { numberOf, tagsOf } from './row.ts';
import { type Attributes, tableRows } from './rows.ts';

/** Numbers that are remembered of each sort; some 100 MB in all. */
const MOST = 2_000_000;
const MOST_NAMES = 1_000_000;

export interface Known {
  /** Whether a row of Posts.xml is wanted; remembers which question an answer belongs to. */
  takePost(row: Attributes): boolean;
  /** The question that a post belongs to, as far as it is known; undefined when its comments are not wanted. */
  threadOf(post: number | null): number | null | undefined;
  /** What the profile of a user shows. */
  shownOf(user: string | undefined): Shown | undefined;
}

interface Files {
  readonly posts: string | undefined;
  readonly comments: string | undefined;
  readonly users: string | undefined;
}

/**
 * Reads what has to be known before the first record: names, and of questions with certain tags whose names.
 * @throws LeadspringError as `tableRows`
 */
export async function readKnown(files: Files, tags: ReadonlySet<string>): Promise<Known> {
  const threads = threadsOf(tags);
  const wanted = tags.size === 0 ? undefined : await usersOf(files, threads);
  const users = new Map<string, Shown>();
  for await (const row of rowsOf(files.users)) {
    const { Id: id, DisplayName: name, WebsiteUrl: page = '' } = row;
    if (id === undefined || name === undefined || users.size >= MOST_NAMES) continue;
    if (wanted?.has(id) === false) continue;
    const shown = { name: name.slice(0, 200) };
    users.set(id, page === '' ? shown : { ...shown, homepage: page.slice(0, 500) });
  }
  return { ...threads, shownOf: (user) => (user === undefined ? undefined : users.get(user)) };
}

/** Answers stand behind their question, for rows are sorted by number. */
function threadsOf(tags: ReadonlySet<string>): Omit<Known, 'shownOf'> {
  const questions = new Set<number>();
  const answers = new Map<number, number>();
  const all = tags.size === 0;
  return {
    takePost: (row) => {
      const [id, parent] = [numberOf(row.Id), numberOf(row.ParentId)];
      if (id === null) return all;
      if (parent !== null) {
        const taken = all || questions.has(parent);
        if (taken && answers.size < MOST) answers.set(id, parent);
        return taken;
      }
      if (all) return true;
      const taken = tagsOf(row).some((tag) => tags.has(tag));
      if (taken && questions.size < MOST) questions.add(id);
      return taken;
    },
    threadOf: (post) => {
      if (post === null) return all ? null : undefined;
      const thread = answers.get(post);
      if (thread !== undefined) return thread;
      return all || questions.has(post) ? post : undefined;
    },
  };
}

/** Who wrote what is wanted. */
async function usersOf(files: Files, threads: Omit<Known, 'shownOf'>): Promise<ReadonlySet<string>> {
  const users = new Set<string>();
  const add = (user: string | undefined): void => {
    if (user !== undefined && users.size < MOST_NAMES) users.add(user);
  };
  for await (const row of rowsOf(files.posts)) if (threads.takePost(row)) add(row.OwnerUserId);
  for await (const row of rowsOf(files.comments)) {
    if (threads.threadOf(numberOf(row.PostId)) !== undefined) add(row.UserId);
  }
  return users;
}

async function* rowsOf(file: string | undefined): AsyncGenerator<Attributes> {
  if (file === undefined) return;
  for await (const rows of tableRows(file)) {
    for (const { attributes } of rows) if (attributes !== undefined) yield attributes;
  }
}
