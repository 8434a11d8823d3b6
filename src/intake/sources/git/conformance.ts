/** The cases of the conformance suite: repositories made on the spot, whole ones and spoilt ones. */
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Conformance, ConformanceInput, HostileInput } from '../../../../test/support/conformance.ts';
import { type CommitSpec, makeRepository, runGit } from './testing.ts';

const PEOPLE = [
  'Ada Example <ada@acme.example>',
  'Bea Example <bea@globex.example>',
  'Carl Example <carl@initech.example>',
  'Dependency robot[bot] <robot[bot]@users.noreply.example>',
];
const MESSAGES = [
  'Change the engine\n',
  'Mend the pump\n\nSigned-off-by: Bea Example <bea@globex.example>\n',
  'Two heads\n\nCo-authored-by: Carl Example <carl@initech.example>\nReviewed-by: Ada Example\n',
  'Latin-1: caf\u00e9\n',
];
/** A month and a half, so that groups fall into two months. */
const START = Date.UTC(2026, 3, 10) / 1000;
const DAY = 86_400;

const person = (number: number): string => PEOPLE[number % PEOPLE.length] ?? '';

function ordinaryCommit(number: number): CommitSpec {
  const at = START + number * DAY;
  return {
    author: person(number),
    committer: number % 5 === 0 ? person(number + 1) : person(number),
    message: MESSAGES[number % MESSAGES.length] ?? '',
    authored: at,
    committed: at + 60,
    offset: ['+0000', '+0530', '-0700'][number % 3] ?? '',
    ...(number === 20 ? { parents: [19, 10] } : {}),
  };
}

/** Commits that become failed events: of nobody, of tomorrow's century, of before git and the web. */
const STRANGE: readonly CommitSpec[] = [
  { author: ' <>', authored: START },
  { author: person(0), authored: Date.UTC(2126, 0, 1) / 1000 },
  { author: person(1), authored: 86_400 },
];

const repositoryOf = (directory: string): string => join(directory, 'engine.git');

async function ordinary(directory: string): Promise<ConformanceInput> {
  const path = makeRepository(repositoryOf(directory), [
    ...Array.from({ length: 40 }, (_, number) => ordinaryCommit(number)),
    ...STRANGE,
  ]);
  runGit(path, 'config', 'remote.origin.url', 'https://deploy:s3cr3t-token@code.example/acme/engine.git');
  return { path };
}

/** A day's work on top of main, and a branch of its own beginning. */
async function grow(directory: string): Promise<void> {
  const path = repositoryOf(directory);
  runGit(path, 'update-ref', 'refs/heads/before', 'refs/heads/main');
  makeRepository(path, [
    { ...ordinaryCommit(0), branch: 'orphan', message: 'Begin again\n' },
    { ...ordinaryCommit(1), branch: 'orphan', message: 'Go on\n' },
  ]);
  const tree = runGit(path, 'rev-parse', 'main^{tree}').trim();
  let parent = runGit(path, 'rev-parse', 'main').trim();
  for (const number of [41, 42, 43]) {
    parent = commitObject(path, [
      `tree ${tree}`,
      `parent ${parent}`,
      `author ${person(number)} ${START + number * DAY} +0000`,
      `committer ${person(number)} ${START + number * DAY} +0000`,
      '',
      'A later day\n',
    ]);
  }
  runGit(path, 'update-ref', 'refs/heads/main', parent);
}

/** Writes a commit as it is, however wrong. Answers with its id. */
function commitObject(path: string, lines: readonly (string | Buffer)[]): string {
  const input = Buffer.concat(lines.map((line) => Buffer.concat([Buffer.from(line), Buffer.from('\n')])));
  const args = ['-C', path, 'hash-object', '-t', 'commit', '-w', '--stdin', '--literally'];
  return execFileSync('git', args, { input, encoding: 'utf8' }).trim();
}

type Spoil = (path: string) => Promise<void> | void;
type Outcome = Pick<HostileInput, 'stored' | 'codes'>;

/** Three good commits, then something is done to the repository. */
function spoilt(spoil: Spoil, outcome: Outcome): (path: string) => Promise<Outcome> {
  return async (path) => {
    makeRepository(path, [ordinaryCommit(0), ordinaryCommit(1), ordinaryCommit(2)]);
    await spoil(path);
    return outcome;
  };
}

function history(commits: readonly CommitSpec[], outcome: Outcome): (path: string) => Promise<Outcome> {
  return async (path) => {
    makeRepository(path, commits);
    return outcome;
  };
}

const FAILED: Outcome = { stored: 0, codes: ['git_failed'] };
const UNHURT: Outcome = { stored: 3, codes: [] };

async function cutObjects(path: string): Promise<void> {
  for (const folder of await readdir(join(path, 'objects'))) {
    for (const name of await readdir(join(path, 'objects', folder))) {
      const file = join(path, 'objects', folder, name);
      execFileSync('chmod', ['u+w', file]);
      await truncate(file, 20);
    }
  }
}

/** What a repository may ask git to do or to start; none of it may happen, and reading goes on. */
const HOSTILE_CONFIG = `[core]
  pager = "false"
  fsmonitor = "false"
  hooksPath = hooks
  sshCommand = "false"
  attributesFile = /dev/zero
[gpg]
  program = "false"
[log]
  showSignature = true
  follow = true
  mailmap = true
[format]
  pretty = "%H hijacked"
[diff]
  external = "false"
[mailmap]
  file = /dev/zero
[alias]
  log = "!false"
  rev-list = "!false"
[color]
  ui = always
[i18n]
  logOutputEncoding = UTF-16
[extensions]
`;

const HOSTILE: Readonly<Record<string, (path: string) => Promise<Outcome>>> = {
  'empty folder': async (path) => {
    await mkdir(join(path, '.git'), { recursive: true });
    return FAILED;
  },
  'file that leads nowhere': async (path) => {
    await mkdir(path);
    await writeFile(join(path, '.git'), 'gitdir: /nonexistent/\0/nowhere\n');
    return FAILED;
  },
  'no commits': history([], { stored: 0, codes: [] }),
  'junk head': spoilt((path) => writeFile(join(path, 'HEAD'), Buffer.alloc(100_000, 0xfe)), FAILED),
  'junk config': spoilt((path) => writeFile(join(path, 'config'), Buffer.alloc(100_000, 0x5b)), FAILED),
  'hostile config': spoilt((path) => writeFile(join(path, 'config'), HOSTILE_CONFIG, { flag: 'a' }), UNHURT),
  'cut objects': spoilt(cutObjects, FAILED),
  'no objects': spoilt((path) => rm(join(path, 'objects'), { recursive: true }), FAILED),
  'ref to nothing': spoilt((path) => writeFile(join(path, 'refs/heads/lost'), `${'1'.repeat(40)}\n`), FAILED),
  'tag of a blob': spoilt((path) => {
    const args = ['-C', path, 'hash-object', '-w', '--stdin'];
    const blob = execFileSync('git', args, { input: 'text', encoding: 'utf8' }).trim();
    runGit(path, 'tag', 'blob', blob);
  }, UNHURT),
  'commit of junk': spoilt(
    (path) => {
      const tree = runGit(path, 'rev-parse', 'main^{tree}').trim();
      const junk = commitObject(path, [`tree ${tree}`, 'author nobody', 'committer', '', 'text']);
      runGit(path, 'update-ref', 'refs/heads/junk', junk);
    },
    { stored: 3, codes: ['commit_malformed'] },
  ),
  'giant message': history(
    [ordinaryCommit(0), { ...ordinaryCommit(1), message: 'x'.repeat(24_000_000) }, ordinaryCommit(2)],
    UNHURT,
  ),
  'NUL in message': history(
    [ordinaryCommit(0), { ...ordinaryCommit(1), message: 'one\0two\0\0\n\0' }, ordinaryCommit(2)],
    UNHURT,
  ),
  'many trailers': history(
    [{ ...ordinaryCommit(0), message: `x\n\n${'Signed-off-by: A <a@acme.example>\n'.repeat(50_000)}` }],
    { stored: 1, codes: [] },
  ),
  'broken encodings': history(
    [
      { ...ordinaryCommit(0), message: Buffer.from([0xff, 0xfe, 0xc3, 0x28, 10]) },
      { ...ordinaryCommit(1), author: Buffer.from('J\xf6rg <j\xff@acme.example>', 'latin1') },
      { ...ordinaryCommit(2), encoding: 'no-such-encoding', message: 'caf\u00e9\n' },
    ],
    UNHURT,
  ),
  'strange people': history(
    [
      { author: `${'x'.repeat(100_000)} <${'y'.repeat(100_000)}@acme.example>` },
      { author: "' or 1=1; -- <\u202e\u0001@acme.example>" },
      { author: '\\N <\\.>' },
    ],
    UNHURT,
  ),
  'strange dates': history(
    [...STRANGE, { author: person(0), authored: Number.MAX_SAFE_INTEGER }, ordinaryCommit(1)],
    { stored: 1, codes: ['commit_malformed', 'date_in_future', 'date_out_of_range'] },
  ),
};

async function hostile(directory: string): Promise<readonly HostileInput[]> {
  const inputs: HostileInput[] = [];
  for (const [name, make] of Object.entries(HOSTILE)) {
    const path = join(directory, name);
    inputs.push({ path, ...(await make(path)) });
  }
  return inputs;
}

export const conformance: Conformance = {
  ordinary,
  grow,
  hostile,
  secrets: ['s3cr3t-token', 'deploy:'],
  // A public history has nothing private.
  privateMarks: [],
};
