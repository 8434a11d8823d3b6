/** The product's source as a bare git repository, written through `git fast-import`. Same story, same commit ids. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { hash } from '../random.ts';
import type { Release } from '../story/calendar.ts';
import type { Change, StoryDay } from '../story/events.ts';
import { MADE_UP, PRODUCT } from '../story/names.ts';
import { fullName, habit, jobAt, mailAt, type Person, workMail } from '../story/people.ts';
import { staffAt, type World } from '../story/world.ts';
import type { FileSummary, Writer } from './writer.ts';

const PATH = 'repository.git';
const MAIN = 'refs/heads/main';
const TOPIC = 'refs/heads/topic';
const NOBODY = '0'.repeat(40);

/** Starts git in `directory`. `stop` ends it when another writer fails. */
export async function repository(world: World, directory: string, stop: AbortSignal): Promise<Writer> {
  const git = await startGit(join(directory, PATH), stop);
  const history = createHistory(world);
  const releases = world.calendar.releases;
  let told = world.calendar.start - 100 * 86_400_000;
  await git.write(history.begin());
  return {
    async take(day) {
      for (const step of stepsOf(day, releases, told)) {
        await git.write('change' in step ? history.change(step.change) : history.release(step.release));
      }
      told = day.day + 86_400_000;
    },
    async close() {
      await git.write(history.finish());
      await git.end();
      const summary: FileSummary = { path: PATH, kind: 'git', ...history.counts() };
      return [summary];
    },
  };
}

type Step =
  | { readonly at: number; readonly change: Change }
  | { readonly at: number; readonly release: Release };

/** Changes of the day, and releases since the day before, in order of time. */
function stepsOf(day: StoryDay, releases: readonly Release[], from: number): Step[] {
  const due = releases.filter((release) => release.at >= from && release.at < day.day + 86_400_000);
  const steps: Step[] = [
    ...day.changes.map((change) => ({ at: change.at, change })),
    ...due.map((release) => ({ at: release.at, release })),
  ];
  return steps.sort((a, b) => a.at - b.at);
}

interface Git {
  write(text: string): Promise<void>;
  end(): Promise<void>;
}

async function startGit(path: string, stop: AbortSignal): Promise<Git> {
  // Everything that a user's own configuration could change is said here, so that the bytes stay the same.
  const settings = [
    '-c',
    'core.compression=-1',
    '-c',
    'fastimport.unpackLimit=1',
    '-c',
    'core.sharedRepository=false',
  ];
  const base = [...settings, `--git-dir=${path}`];
  await run(
    [...base, 'init', '--quiet', '--bare', '--template=', '--initial-branch=main', '--object-format=sha1'],
    stop,
  );
  const child = spawn('git', [...base, 'fast-import', '--quiet', '--date-format=raw'], {
    stdio: ['pipe', 'ignore', 'pipe'],
    signal: stop,
  });
  const ended = exit(child, 'git fast-import');
  ended.catch(() => undefined); // `write` and `end` report it
  let broken = false;
  child.stdin.on('error', () => {
    broken = true;
  });
  return {
    async write(text) {
      if (broken) return ended;
      if (!child.stdin.write(text)) await Promise.race([once(child.stdin, 'drain'), ended]);
    },
    end() {
      child.stdin.end();
      return ended;
    },
  };
}

function run(args: readonly string[], signal: AbortSignal): Promise<void> {
  return exit(spawn('git', args, { stdio: ['ignore', 'ignore', 'pipe'], signal }), 'git init');
}

/** Resolves when the program ended well, else rejects with the end of what it said. */
function exit(child: ReturnType<typeof spawn>, name: string): Promise<void> {
  let complaint = '';
  child.stderr?.on('data', (data) => {
    complaint = (complaint + String(data)).slice(-2000);
  });
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new Error(`${name} could not be run: ${error.message}`)));
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${name} failed: ${complaint.trim()}`)),
    );
  });
}

interface History {
  begin(): string;
  change(change: Change): string;
  release(release: Release): string;
  finish(): string;
  counts(): { readonly commits: number; readonly merges: number; readonly tags: number };
}

/** The history as a fast-import stream. Keeps a revision number per path and the identities seen, nothing else. */
function createHistory(world: World): History {
  const seen = new Map<Person, Set<string>>();
  const revisions = new Map<string, number>();
  const boss = world.people[0] as Person;
  let mark = 0;
  let main = 0;
  let lastAt = 0;
  const counts = { commits: 0, merges: 0, tags: 0 };
  const identity = (person: Person, at: number): string => {
    const text = identityOf(person, at);
    seen.set(person, (seen.get(person) ?? new Set()).add(text));
    return text;
  };
  const file = (path: string, text?: string): string => {
    const revision = (revisions.get(path) ?? 0) + 1;
    revisions.set(path, revision);
    return `M 100644 inline ${path}\n${data(text ?? contentOf(path, revision))}`;
  };
  const commit = (
    ref: string,
    from: number,
    at: number,
    author: Person,
    committer: Person,
    message: string,
    files: string,
    merge = '',
  ): string => {
    mark++;
    const parent = from === 0 ? '' : `from :${from}\n`;
    return `commit ${ref}\nmark :${mark}\nauthor ${identity(author, at)} ${when(author, at)}\ncommitter ${identity(committer, at)} ${when(committer, at)}\n${data(message)}${parent}${merge}${files}\n`;
  };
  const onMain = (at: number, author: Person, committer: Person, message: string, files: string): string => {
    const text = commit(MAIN, main, at, author, committer, message, files);
    main = mark;
    lastAt = at;
    counts.commits++;
    return text;
  };
  const branched = (change: Change, branch: NonNullable<Change['branch']>): string => {
    const pieces = [{ subject: change.subject, path: change.path }, ...branch];
    const paths: string[] = [];
    let stream = '';
    let tip = main;
    for (const [index, piece] of pieces.entries()) {
      const at = change.at - (pieces.length - index) * 1_500_000;
      const files = file(piece.path);
      paths.push(files);
      stream += commit(
        TOPIC,
        tip,
        at,
        change.author,
        change.author,
        messageOf(change, piece.subject, index === 0, identity),
        files,
      );
      tip = mark;
      counts.commits++;
    }
    // A merge starts from its first parent's files; the branch's own are said again.
    const title = `Merge branch '${change.subject.split(':')[0]}-${change.at % 997}'\n`;
    stream += commit(
      MAIN,
      main,
      change.at,
      change.committer,
      change.committer,
      title,
      paths.join(''),
      `merge :${tip}\n`,
    );
    main = mark;
    counts.merges++;
    return `${stream}reset ${TOPIC}\nfrom ${NOBODY}\n\n`;
  };
  return {
    begin: () => {
      const readme = `# ${PRODUCT}\n\n${MADE_UP}\n\n${PRODUCT} is an invented search server for a company's own documents.\n`;
      const at = world.calendar.start - 60_000;
      return onMain(at, boss, boss, `Import ${PRODUCT} into git\n\n${MADE_UP}\n`, file('README.md', readme));
    },
    change(change) {
      if (change.branch !== undefined) return branched(change, change.branch);
      return onMain(
        change.at,
        change.author,
        change.committer,
        messageOf(change, change.subject, true, identity),
        file(change.path),
      );
    },
    release({ version, at }) {
      const time = Math.max(at, world.calendar.start);
      counts.tags++;
      const text = onMain(time, boss, boss, `Release ${version}\n`, file('VERSION', `${version}\n`));
      return `${text}tag v${version}\nfrom :${main}\ntagger ${identity(boss, time)} ${when(boss, time)}\n${data(`${PRODUCT} ${version}\n`)}`;
    },
    finish: () =>
      onMain(
        Math.max(lastAt, world.calendar.end - 3_600_000),
        boss,
        boss,
        'mailmap: bring names together\n',
        file('.mailmap', mailmap(seen, world.calendar.end - 1)),
      ),
    counts: () => counts,
  };
}

function messageOf(
  change: Change,
  subject: string,
  full: boolean,
  identity: (person: Person, at: number) => string,
): string {
  const trailers: string[] = [];
  for (const person of change.coAuthors) trailers.push(`Co-authored-by: ${identity(person, change.at)}`);
  if (change.reviewer !== undefined) trailers.push(`Reviewed-by: ${identity(change.reviewer, change.at)}`);
  if (change.signed) trailers.push(`Signed-off-by: ${identity(change.author, change.at)}`);
  return [subject, ...(full ? change.body : []), trailers.join('\n')]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

/** How someone signs a commit: at work, in private, or with the code host's address that goes nowhere. */
function identityOf(person: Person, at: number): string {
  const other =
    person.nickname !== undefined && habit(person, `name${Math.floor(at / 7_776_000_000)}`, 3) === 0;
  const name = other ? person.nickname : fullName(person);
  if (jobAt(person, at)?.organization.kind !== 'vendor') {
    if (habit(person, 'noreply', 9) === 0)
      return `${name} <${10_000 + habit(person, 'number', 80_000)}+${person.login}@users.noreply.github.com>`;
    if (person.commitsPrivately) return `${name} <${person.privateMail}>`;
  }
  const job = jobAt(person, at);
  // People who share a mailbox for questions still commit under an address of their own.
  const own = job === undefined ? mailAt(person, at) : workMail({ ...person, sharedMailbox: undefined }, job);
  return `${name} <${own}>`;
}

/** One proper identity (the last) per person; all others map to it. */
function mailmap(seen: ReadonlyMap<Person, ReadonlySet<string>>, at: number): string {
  const lines: string[] = [];
  for (const [person, identities] of seen) {
    if (identities.size < 2) continue;
    const proper = `${fullName(person)} <${identityOf(person, at).split('<')[1]}`;
    for (const identity of identities) if (identity !== proper) lines.push(`${proper} ${identity}`);
  }
  return lines.length === 0 ? '# nobody has two names yet\n' : `${lines.sort().join('\n')}\n`;
}

function contentOf(path: string, revision: number): string {
  const first = `${path.endsWith('.md') ? '<!-- made up -->' : '// made up'} ${path}, revision ${revision}`;
  const lines = Array.from({ length: 12 }, (_, index) => {
    const changed = Math.floor((revision + index) / 12);
    return `let value_${index} = ${hash(`${path}${index}.${changed}`) % 100_000};`;
  });
  return `${[first, ...lines].join('\n')}\n`;
}

function when(person: Person, at: number): string {
  const { zone } = person.country;
  const size = Math.abs(zone);
  const offset = `${zone < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}${String(size % 60).padStart(2, '0')}`;
  return `${Math.floor(at / 1000)} ${offset}`;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
