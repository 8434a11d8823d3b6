/** What the commits of an inbox say: which messages came, which were taken back. */
import { collectGit, type GitPlace, gitLines } from '../../files/run_git.ts';

/** A message that came or went. */
export interface Change {
  readonly commit: string;
  readonly kind: 'message' | 'gone';
  /** The object that holds the message. */
  readonly blob: string;
  /** Milliseconds since the epoch: when the message took the place of an earlier one of its path. */
  readonly editedAt?: number;
}

const LOG = [
  'log',
  '--reverse',
  '--topo-order',
  '--root',
  '--raw',
  '--no-abbrev',
  '--no-renames',
  '--no-color',
  '--no-notes',
  '--no-show-signature',
  '--no-ext-diff',
  '--format=%H %ct',
];
const RAW = /^:\d+ \d+ ([0-9a-f]{40,64}) ([0-9a-f]{40,64}) ([AMDT])\t(.*)$/;
/** A message's path in format v1: the digest of its Message-ID. */
const V1_PATH = /^[0-9a-f]{2}\/[0-9a-f]{38,62}$/;

/** The newest commit, or undefined when there is none. */
export async function newestCommit(place: GitPlace, signal: AbortSignal): Promise<string | undefined> {
  const args = ['rev-parse', '--verify', '--quiet', 'HEAD'];
  const answer = await collectGit({ place, args, signal, accept: [0, 1] });
  return answer.trim() === '' ? undefined : answer.trim();
}

/** How a commit that was read before stands to the newest one; `absent`: the repository lacks it. */
export async function standing(
  place: GitPlace,
  commit: string,
  tip: string,
  signal: AbortSignal,
): Promise<'ancestor' | 'rewritten' | 'absent'> {
  const there = ['cat-file', '-t', commit];
  if ((await collectGit({ place, args: there, signal, accept: [0, 1, 128] })).trim() !== 'commit')
    return 'absent';
  const common = (
    await collectGit({ place, args: ['merge-base', commit, tip], signal, accept: [0, 1] })
  ).trim();
  return common === commit ? 'ancestor' : 'rewritten';
}

/** Changes of the commits that `tip` reaches and `known` does not, the oldest first. Errors as `streamGit`. */
export async function* changesAfter(
  place: GitPlace,
  tip: string,
  known: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<Change> {
  const range = known === undefined ? [tip] : [tip, `^${known}`];
  let [commit = '', time = ''] = [];
  for await (const line of gitLines({ place, args: [...LOG, ...range], signal })) {
    const [, before = '', after = '', status = '', path = ''] = RAW.exec(line) ?? [];
    const isV1 = V1_PATH.test(path);
    if (status === '') {
      [commit = '', time = ''] = line.split(' ');
    } else if (path === 'd' && status !== 'D') {
      yield { commit, kind: 'gone', blob: after };
    } else if (isV1 && status === 'D') {
      yield { commit, kind: 'gone', blob: before };
    } else if (isV1 && status === 'M') {
      yield { commit, kind: 'message', blob: after, editedAt: Number(time) * 1000 };
    } else if ((isV1 || path === 'm') && status !== 'D') {
      yield { commit, kind: 'message', blob: after };
    }
  }
}
