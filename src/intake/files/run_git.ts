/**
 * Runs git as a reader of a repository that nobody vouches for: no shell, no hook, no helper program that the
 * repository's own configuration names, no network, no prompt, no lock, and bounded output.
 */
import { spawn } from 'node:child_process';
import { LeadspringError } from '../../base/plain.ts';

/** Where git reads. A bare repository has no work tree. All paths are absolute. */
export interface GitPlace {
  readonly gitDir: string;
  readonly workTree?: string;
}

export interface GitCall {
  readonly place: GitPlace;
  readonly args: readonly string[];
  readonly stdin?: string;
  readonly signal: AbortSignal;
  /** Exit codes that are an answer, not an error. Default: 0 only. */
  readonly accept?: readonly number[];
}

/**
 * Set through env(1), so that nothing here has to read the environment. GIT_NO_LAZY_FETCH is known to git
 * ≥ 2.44 only; an empty list of allowed protocols keeps the older ones from fetching for a partial clone.
 */
const ENVIRONMENT = [
  'LC_ALL=C',
  'GIT_TERMINAL_PROMPT=0',
  'GIT_OPTIONAL_LOCKS=0',
  'GIT_NO_LAZY_FETCH=1',
  'GIT_ALLOW_PROTOCOL=',
  'GIT_NO_REPLACE_OBJECTS=1',
];

/** On the command line, and therefore stronger than the repository's own configuration. */
const CONFIGURATION = [
  'safe.directory=*',
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'log.showSignature=false', // would start the program that gpg.program names
  'mailmap.file=/dev/null', // may name any file of this machine
].flatMap((setting) => ['-c', setting]);

const STDERR_LIMIT = 4096;
const COLLECT_LIMIT = 64 * 1024 * 1024;
/** What env(1) answers when the program is not there. */
const NOT_FOUND = 127;

function commandLine({ gitDir, workTree }: GitPlace, args: readonly string[]): string[] {
  // git looks for .mailmap where it runs
  const tree = workTree === undefined ? ['--bare'] : ['-C', workTree, `--work-tree=${workTree}`];
  const where = [...tree, `--git-dir=${gitDir}`];
  return [...ENVIRONMENT, 'git', '--no-pager', '--literal-pathspecs', ...CONFIGURATION, ...where, ...args];
}

/**
 * Streams the standard output of one git command; the child waits while nobody reads. Leaving the loop early
 * ends the child. Throws `git_failed` with the first line of its complaint and the repository's path.
 */
export async function* streamGit(call: GitCall): AsyncGenerator<Buffer, number> {
  const { place, args, stdin = '', signal, accept = [0] } = call;
  const child = spawn('env', commandLine(place, args), { stdio: 'pipe', signal });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? -1));
  });
  ended.catch(() => undefined); // awaited below; until then a failure to start must not count as unhandled
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (complaint.length < STDERR_LIMIT) complaint += text.slice(0, STDERR_LIMIT);
  });
  child.stdin.on('error', () => undefined); // a child that ends early closes its input; its exit code tells why
  child.stdin.end(stdin);
  try {
    for await (const chunk of child.stdout) yield chunk as Buffer;
    const code = await ended.catch((cause: unknown) => {
      if (signal.aborted) throw cause;
      throw new LeadspringError('git_failed', 'git could not be started', { cause });
    });
    if (!accept.includes(code)) throw gitFailed(place, code, complaint);
    return code;
  } finally {
    child.kill('SIGKILL');
  }
}

function gitFailed(place: GitPlace, code: number, complaint: string): LeadspringError {
  const file = place.workTree ?? place.gitDir;
  if (code === NOT_FOUND) {
    const message = `git is not installed or not on the PATH; it is needed to read ${file}`;
    return new LeadspringError('git_failed', message, { where: { file } });
  }
  const first = complaint.split('\n').find((line) => line.trim() !== '') ?? `exit code ${code}`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a damaged repository may make git print them
  const quoted = first.replace(/[\u0000-\u001f\u007f]/g, ' ').slice(0, 300);
  return new LeadspringError('git_failed', `git cannot read ${file}: ${quoted}`, { where: { file } });
}

/** The whole output of a git command, for short answers (at most 64 MiB). Errors as `streamGit`. */
export async function collectGit(call: GitCall): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of streamGit(call)) {
    size += chunk.length;
    if (size > COLLECT_LIMIT) throw gitFailed(call.place, 0, `more than ${COLLECT_LIMIT} bytes of answer`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The non-empty lines of a git command's output. Errors as `streamGit`. */
export async function* gitLines(call: GitCall): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of streamGit(call)) {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter((line) => line !== '');
  }
  if (rest !== '') yield rest;
}
