/** Reads what a list of commits says, in one call of `git log` for all of them. */
import { LeadspringError } from '../../../base/plain.ts';
import { collectGit, type GitPlace, streamGit } from '../../files/run_git.ts';
import { type Person, parseTrailers, type Trailer, tidy } from './trailers.ts';

/** A commit as it is kept: who, when, and the people its message names; never the message. */
export interface Commit {
  readonly sha: string;
  readonly author: Person;
  /** Seconds since the epoch as git prints them; empty when the commit has no readable date. */
  readonly authored: string;
  readonly committer: Person;
  readonly committed: string;
  /** What the clocks of both showed, as `+0100`; empty or missing when git does not say. */
  readonly authorOffset?: string;
  readonly committerOffset?: string;
  readonly trailers: readonly Trailer[];
}

/** Names and addresses go through .mailmap (%aN and its like); fields and commits end with NUL. */
const FIELDS = ['%H', '%aN', '%aE', '%at', '%ad', '%cN', '%cE', '%ct', '%cd', '%B'];
const LOG = [
  'log',
  '--stdin',
  '--no-walk=unsorted',
  '-z',
  '--encoding=UTF-8',
  '--no-color',
  '--no-decorate',
  '--no-notes',
  '--no-show-signature',
  // Of dates that are not in seconds: the offset alone.
  '--date=format:%z',
  '--no-patch',
  '--no-ext-diff',
  '--no-textconv',
  `--format=${FIELDS.join('%x00')}`,
];

/** Trailers stand at the end, so of a longer field only the end is kept. */
const FIELD_LIMIT = 64 * 1024;

/** The commits of `shas`, in their order. Errors as `streamGit`; `git_failed` when an answer is cut short. */
export async function readCommits(
  place: GitPlace,
  shas: readonly string[],
  signal: AbortSignal,
): Promise<Commit[]> {
  const commits: Commit[] = [];
  let fields: string[] = [];
  const split = nulSplitter((field) => {
    fields.push(decode(field));
    if (fields.length < FIELDS.length) return;
    commits.push(toCommit(fields));
    fields = [];
  });
  const stdin = shas.map((sha) => `${sha}\n`).join('');
  for await (const chunk of streamGit({ place, args: LOG, stdin, signal })) split(chunk);
  if (commits.length !== shas.length || commits.some((commit, i) => commit.sha !== shas[i])) {
    const file = place.workTree ?? place.gitDir;
    throw new LeadspringError('git_failed', `git log answered out of step for ${file}`, { where: { file } });
  }
  return applyMailmap(place, commits, signal);
}

function toCommit(fields: readonly string[]): Commit {
  const [
    sha = '',
    aName = '',
    aMail = '',
    authored = '',
    authorOffset = '',
    cName = '',
    cMail = '',
    committed = '',
    committerOffset = '',
    message = '',
  ] = fields;
  return {
    sha,
    author: { name: tidy(aName), email: tidy(aMail) },
    ...{ authored, authorOffset },
    committer: { name: tidy(cName), email: tidy(cMail) },
    ...{ committed, committerOffset },
    trailers: parseTrailers(message),
  };
}

/** Calls `onField` for each piece of a stream that ends with NUL, keeping at most the last 64 KiB of a piece. */
export function nulSplitter(onField: (field: Buffer) => void): (chunk: Buffer) => void {
  let pending: Buffer = Buffer.alloc(0);
  return (chunk) => {
    let start = 0;
    for (let end = chunk.indexOf(0); end !== -1; end = chunk.indexOf(0, start)) {
      const piece = chunk.subarray(start, end);
      onField(pending.length === 0 ? piece : lastBytes(Buffer.concat([pending, piece])));
      pending = Buffer.alloc(0);
      start = end + 1;
    }
    if (start < chunk.length) pending = lastBytes(Buffer.concat([pending, chunk.subarray(start)]));
  };
}

function lastBytes(bytes: Buffer): Buffer {
  return bytes.length <= FIELD_LIMIT ? bytes : bytes.subarray(-FIELD_LIMIT);
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });
const WINDOWS_1252 = new TextDecoder('windows-1252');

/** Git recodes what declares its encoding; what does not and is not UTF-8 is nearly always Latin-1. */
function decode(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    return WINDOWS_1252.decode(bytes);
  }
}

/** Git maps authors and committers by itself; the people in trailers are asked for. */
async function applyMailmap(place: GitPlace, commits: Commit[], signal: AbortSignal): Promise<Commit[]> {
  const asked = [...new Set(commits.flatMap((commit) => commit.trailers.filter(isMappable).map(contact)))];
  if (asked.length === 0) return commits;
  const stdin = asked.map((line) => `${line}\n`).join('');
  const answer = await collectGit({ place, args: ['check-mailmap', '--stdin'], stdin, signal });
  const answers = answer.split('\n');
  const mapped = new Map(asked.map((line, i) => [line, fromContact(answers[i] ?? line)]));
  const map = (trailer: Trailer): Trailer => ({ ...trailer, ...mapped.get(contact(trailer)) });
  return commits.map((commit) => ({ ...commit, trailers: commit.trailers.map(map) }));
}

function isMappable(person: Person): boolean {
  return person.email !== '';
}

function contact({ name, email }: Person): string {
  return `${name} <${email}>`;
}

function fromContact(line: string): Person {
  const at = line.lastIndexOf('<');
  return { name: line.slice(0, at).trim(), email: line.slice(at + 1, -1) };
}
