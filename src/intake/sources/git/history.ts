/**
 * The order of reading. Parents come before children, so after any number of commits the ones read are closed
 * under "parent of", and the youngest of them (the frontier: those without a child among them) name the whole
 * set. That is the cursor: exact at every batch, whatever happens to the branches later.
 */
import * as z from 'zod';
import { collectGit, gitLines } from '../../files/run_git.ts';
import type { Repository } from './repository.ts';

/** A commit's place in history. */
export interface HistoryEntry {
  readonly sha: string;
  readonly parents: readonly string[];
}

const StoredCursor = z.object({
  frontier: z.array(z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/)),
  shallow: z.string().nullable(),
});
export type HistoryCursor = z.infer<typeof StoredCursor>;

/**
 * The frontier that a stored cursor proves, as far as this clone knows its commits: history may have been
 * rewritten and cleaned up. Empty when there is no cursor, or when a shallow clone was deepened since, which
 * adds commits *behind* the frontier.
 */
export async function storedFrontier(
  repository: Repository,
  stored: unknown,
  signal: AbortSignal,
): Promise<string[]> {
  const cursor = StoredCursor.safeParse(stored);
  if (!cursor.success || cursor.data.shallow !== repository.shallow) return [];
  const call = {
    place: repository.place,
    args: ['cat-file', '--batch-check=%(objecttype) %(objectname)'],
    stdin: cursor.data.frontier.map((sha) => `${sha}\n`).join(''),
    signal,
  };
  const known: string[] = [];
  for await (const line of gitLines(call)) if (line.startsWith('commit ')) known.push(line.slice(7));
  return known;
}

/** Streams every commit that the frontier does not prove stored, parents first. */
export async function* unreadHistory(
  repository: Repository,
  frontier: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<HistoryEntry> {
  const args = ['rev-list', '--topo-order', '--reverse', '--parents', ...repository.tips, '--stdin'];
  const stdin = frontier.map((sha) => `^${sha}\n`).join('');
  for await (const line of gitLines({ place: repository.place, args, stdin, signal })) {
    const [sha, ...parents] = line.split(' ');
    if (sha !== undefined) yield { sha, parents };
  }
}

/** How many commits the repository's tips reach. */
export async function countHistory(repository: Repository, signal: AbortSignal): Promise<number> {
  const args = ['rev-list', '--count', ...repository.tips];
  return Number(await collectGit({ place: repository.place, args, signal }));
}

/** Moves the frontier over commits that were just read. */
export function advanceFrontier(frontier: Set<string>, entries: readonly HistoryEntry[]): void {
  for (const { sha, parents } of entries) {
    for (const parent of parents) frontier.delete(parent);
    frontier.add(sha);
  }
}
