/** The history of the product's source as a stream for `git fast-import`. */
import { hash } from '../random.ts';
import type { Release } from '../story/calendar.ts';
import type { Change } from '../story/events.ts';
import { MADE_UP, PRODUCT } from '../story/names.ts';
import type { Person } from '../story/people.ts';
import type { World } from '../story/world.ts';
import { identityOf, mailmap, when } from './git-identity.ts';

const MAIN = 'refs/heads/main';
const TOPIC = 'refs/heads/topic';
const NOBODY = '0'.repeat(40);

export interface History {
  begin(): string;
  change(change: Change): string;
  release(release: Release): string;
  finish(): string;
  counts(): { readonly commits: number; readonly merges: number; readonly tags: number };
}

/** The history as a fast-import stream. Keeps a revision number per path and the identities seen, nothing else. */
export function createHistory(world: World): History {
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

function contentOf(path: string, revision: number): string {
  const first = `${path.endsWith('.md') ? '<!-- made up -->' : '// made up'} ${path}, revision ${revision}`;
  const lines = Array.from({ length: 12 }, (_, index) => {
    const changed = Math.floor((revision + index) / 12);
    return `let value_${index} = ${hash(`${path}${index}.${changed}`) % 100_000};`;
  });
  return `${[first, ...lines].join('\n')}\n`;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
