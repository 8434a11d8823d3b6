/** What is read: where a repository lies, what it is called independent of its path, and how far it reaches. */
import { createHash } from 'node:crypto';
import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import { collectGit, type GitPlace, gitLines } from '../../files/run_git.ts';

export interface Repository {
  readonly place: GitPlace;
  /** Independent of the path: the address it was cloned from, else the id of its first commit. */
  readonly key: string;
  readonly title: string;
  /** The revisions to read, as arguments of rev-list; empty when there is no commit. */
  readonly tips: readonly string[];
  /** Names the boundary of a shallow clone; null when the history is whole. */
  readonly shallow: string | null;
}

/**
 * Opens a clone with a work tree, a linked work tree, or a bare or mirrored repository.
 * Branches, remote branches, tags and HEAD are read; stashes, notes and unmerged pull requests are not.
 */
export async function openRepository(input: string, signal: AbortSignal): Promise<Repository> {
  const dotGit = path.join(input, '.git');
  const hasWorkTree = await lstat(dotGit).then(
    () => true,
    () => false, // bare; whatever else is wrong with the path git itself says better
  );
  const place: GitPlace = hasWorkTree ? { gitDir: dotGit, workTree: input } : { gitDir: input };
  const tips = await readTips(place, signal);
  const address = await originAddress(place, signal);
  const key = address ?? (await firstCommit(place, tips, signal)) ?? path.basename(input);
  const title = address?.split('/').at(-1) ?? path.basename(input).replace(/\.git$/, '');
  return { place, key, title, tips, shallow: await shallowBoundary(place, signal) };
}

async function readTips(place: GitPlace, signal: AbortSignal): Promise<string[]> {
  const refs = ['--branches', '--remotes', '--tags'];
  const head = await collectGit({
    place,
    args: ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'],
    signal,
    accept: [0, 1],
  });
  if (head !== '') return [...refs, head.trim()];
  const any = await collectGit({ place, args: ['rev-list', '--max-count=1', ...refs], signal });
  return any === '' ? [] : refs;
}

async function originAddress(place: GitPlace, signal: AbortSignal): Promise<string | undefined> {
  const args = ['config', '--local', '--get', 'remote.origin.url'];
  // 1: there is none
  return normalizeAddress((await collectGit({ place, args, signal, accept: [0, 1] })).trim());
}

/**
 * `host/path` of a remote address, in lower case, without scheme, user, password, port or `.git`; undefined for
 * a path on this machine. Understands URLs and the `user@host:path` form of git-clone(1).
 */
export function normalizeAddress(address: string): string | undefined {
  const url = /^(?:https?|ssh|git|git\+ssh|ftps?):\/\/(?:[^/]*@)?([^/:?#]+)(?::\d+)?\/+([^?#]+)/i.exec(
    address,
  );
  const short = /^(?:[^/\s]+@)?([a-z0-9.-]*[a-z0-9]):(?!\/\/|:)\/*(.+)$/i.exec(address);
  const [, host, file] = url ?? (address.includes('://') ? null : short) ?? [];
  if (host === undefined || file === undefined) return undefined;
  const trimmed = file.replace(/\/+$/, '').replace(/\.git$/i, '');
  return trimmed === '' ? undefined : `${host}/${trimmed}`.toLowerCase().slice(0, 500);
}

async function firstCommit(
  place: GitPlace,
  tips: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> {
  if (tips.length === 0) return undefined;
  let oldest: string | undefined; // rev-list gives the newest first; histories merged in later are newer
  for await (const line of gitLines({ place, args: ['rev-list', '--max-parents=0', ...tips], signal })) {
    oldest = line;
  }
  return oldest;
}

async function shallowBoundary(place: GitPlace, signal: AbortSignal): Promise<string | null> {
  const args = ['rev-parse', '--is-shallow-repository', '--path-format=absolute', '--git-path', 'shallow'];
  const [isShallow, file] = (await collectGit({ place, args, signal })).split('\n');
  if (isShallow !== 'true' || file === undefined) return null;
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}
