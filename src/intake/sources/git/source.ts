import type { AssetClaim, Batch, ReadJob, SourceRecord } from '../../contract.ts';
import { defineSource } from '../../contract.ts';
import { adaptCommit, type GitBody } from './adapt.ts';
import { readAdopterLists } from './adopters.ts';
import { readCommits } from './commits.ts';
import {
  advanceFrontier,
  countHistory,
  type HistoryCursor,
  type HistoryEntry,
  storedFrontier,
  unreadHistory,
} from './history.ts';
import { openRepository, type Repository } from './repository.ts';

const BATCH_SIZE = 1000;

export const git = defineSource<GitBody>({
  name: 'git',
  title: 'Git history',
  summary:
    'Who wrote, co-wrote, reviewed and signed off the changes of a repository, and who its list of adopters names.',
  expects: 'a clone of a git repository (with work tree, bare or mirrored)',
  accessPoints: ['code'],
  settings: [],
  sensitive: [],
  resumable: true,
  version: 2,
  threads: false,

  recognize({ isDirectory, entries }) {
    if (!isDirectory) return 0;
    const bare = ['HEAD', 'objects', 'refs'].every((name) => entries.includes(name));
    return bare || entries.includes('.git') ? 1 : 0;
  },

  read: readUntilStopped,

  async adapter() {
    return adaptCommit;
  },
});

/** Ends quietly when the run is stopped; what broke then is only the stopping. */
async function* readUntilStopped(job: ReadJob): AsyncGenerator<Batch<GitBody>> {
  try {
    yield* readHistory(job);
  } catch (error) {
    if (!job.signal.aborted) throw error;
  }
}

async function* readHistory(job: ReadJob): AsyncGenerator<Batch<GitBody>> {
  const repository = await openRepository(job.input, job.signal);
  if (repository.tips.length === 0) {
    yield { records: [], cursors: [], notes: [`${job.input}: the repository has no commits`] };
    return;
  }
  const key = `git:${repository.key}`;
  const stored = await storedFrontier(repository, await job.cursor(key), job.signal);
  const frontier = new Set(stored);
  let read = 0;
  for await (const entries of inBatches(unreadHistory(repository, stored, job.signal))) {
    read += entries.length;
    const records = await toRecords(job, repository, entries);
    advanceFrontier(frontier, entries);
    const value: HistoryCursor = { frontier: [...frontier], shallow: repository.shallow };
    yield { records, cursors: [{ key, value }] };
  }
  if (stored.length > 0) {
    const skipped = (await countHistory(repository, job.signal)) - read;
    yield { records: [], cursors: [], skipped };
  }
  yield* readAdopterLists(job, repository);
}

async function* inBatches(history: AsyncIterable<HistoryEntry>): AsyncGenerator<HistoryEntry[]> {
  let entries: HistoryEntry[] = [];
  for await (const entry of history) {
    entries.push(entry);
    if (entries.length < BATCH_SIZE) continue;
    yield entries;
    entries = [];
  }
  if (entries.length > 0) yield entries;
}

async function toRecords(
  job: ReadJob,
  repository: Repository,
  entries: readonly HistoryEntry[],
): Promise<SourceRecord<GitBody>[]> {
  const changes = entries.filter(({ parents }) => parents.length < 2).map(({ sha }) => sha);
  const commits = changes.length === 0 ? [] : await readCommits(repository.place, changes, job.signal);
  const bySha = new Map(commits.map((commit) => [commit.sha, commit]));
  const asset: AssetClaim = { kind: 'repository', key: repository.key, title: repository.title };
  return entries.map(({ sha }) => {
    const commit = bySha.get(sha);
    const body: GitBody = commit === undefined ? { merge: true } : { ...commit, repository: asset };
    return { id: sha, place: { file: job.input }, body };
  });
}
