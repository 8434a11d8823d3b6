/** Who made or signed off a change together with others. */
import { type Client, idFrom } from '../../base/index.ts';
import { stage } from './stage_store.ts';

/** By hash of a change: who took part, and when (milliseconds since the epoch). */
export type CommitsSeen = Map<string, Map<string, number>>;

/** Notes that an identity took part in a change; of several times the latest counts. */
export function seeCommit(commits: CommitsSeen, commit: string, identityId: string, at: number): void {
  const people = commits.get(commit) ?? new Map<string, number>();
  people.set(identityId, Math.max(at, people.get(identityId) ?? at));
  commits.set(commit, people);
}

const COLUMNS = ['identity_id', 'commit_id', 'at'] as const;

/**
 * Stores who took part in changes, joining with what is known, so that order does not matter. What one did alone is
 * left out. The identities must be there.
 */
export async function writeCommits(client: Client, commits: CommitsSeen): Promise<void> {
  await stage(client, 'stage_commit', 'like identity_commit', COLUMNS, rowsOf(commits));
  await client.query(
    `insert into identity_commit as t (${COLUMNS.join(', ')}) select ${COLUMNS.join(', ')} from stage_commit
      order by identity_id, commit_id
     on conflict (identity_id, commit_id) do update set at = excluded.at where excluded.at > t.at`,
  );
}

function* rowsOf(commits: CommitsSeen): Generator<readonly [string, string, Date]> {
  for (const [commit, people] of commits) {
    if (people.size < 2) continue;
    const id = idFrom('commit', commit);
    for (const [identityId, at] of people) yield [identityId, id, new Date(at)];
  }
}
