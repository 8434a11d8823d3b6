import { cpSync, existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { git } from './source.ts';
import { adaptAll, type CommitSpec, makeRepository, readGit, runGit, temporaryFolder } from './testing.ts';

let folder: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = temporaryFolder());
});
afterEach(() => {
  vi.unstubAllEnvs();
  remove();
});
const at = (name: string) => path.join(folder, name);
const make = (commits: readonly CommitSpec[], name = 'project.git') => makeRepository(at(name), commits);

describe('what is read', () => {
  test('a commit becomes who wrote, co-wrote and signed it off, with times and the repository', async () => {
    const input = make([
      {
        author: 'Ada Example <ada@acme.example>',
        committer: 'Carl Example <carl@globex.example>',
        authored: 1_700_000_000,
        committed: 1_700_000_500,
        message: [
          'Add a cache',
          '',
          'It is faster.',
          '',
          'Co-authored-by: Bea Example <bea@initech.example>',
          'Signed-off-by: Ada Example <ada@acme.example>',
          'Reviewed-by: Dan Example <dan@globex.example>',
          'Signed-off-by: Carl Example <carl@globex.example>',
          '',
        ].join('\n'),
      },
    ]);
    runGit(input, 'config', 'remote.origin.url', 'https://robot:secret@Code.Example:8443/Acme/Engine.git/');
    const [answer] = await adaptAll(input);
    const sha = runGit(input, 'rev-parse', 'main').trim();
    const common = { accessPoint: 'code', visibility: 'public', at: 1_700_000_000_000, commit: sha };
    const asset = { kind: 'repository', key: 'code.example/acme/engine', title: 'engine' };
    expect(answer?.units).toBe(1);
    expect(answer?.signals).toEqual([
      {
        ...common,
        asset,
        nativeId: `${sha}:author`,
        act: 'commit',
        actor: { email: 'ada@acme.example', name: 'Ada Example' },
      },
      {
        ...common,
        asset,
        nativeId: `${sha}:co_author:1`,
        act: 'co_author',
        actor: { email: 'bea@initech.example', name: 'Bea Example' },
      },
      {
        ...common,
        asset,
        nativeId: `${sha}:reviewed:3`,
        act: 'sign_off',
        actor: { email: 'dan@globex.example', name: 'Dan Example' },
        details: { role: 'reviewed' },
      },
      {
        ...common,
        asset,
        nativeId: `${sha}:signed_off:4`,
        act: 'sign_off',
        actor: { email: 'carl@globex.example', name: 'Carl Example' },
        details: { role: 'signed_off' },
      },
    ]);
  });

  test('.mailmap is honoured for authors, committers and trailers, from the tree and from a bare repository', async () => {
    const bare = make([
      {
        author: 'ada <ada@home.example>',
        committer: 'bea <bea@home.example>',
        message: 'Change\n\nReviewed-by: carl <carl@home.example>\n',
        files: {
          '.mailmap': [
            'Ada Example <ada@acme.example> <ada@home.example>',
            'Bea Example <bea@acme.example> <bea@home.example>',
            'Carl Example <carl@acme.example> <carl@home.example>',
          ].join('\n'),
        },
      },
    ]);
    runGit(folder, 'clone', '--quiet', bare, at('clone'));
    for (const input of [bare, at('clone')]) {
      const [answer] = await adaptAll(input);
      expect(answer?.signals.map(({ actor }) => actor)).toEqual([
        { name: 'Ada Example', email: 'ada@acme.example' },
        { name: 'Carl Example', email: 'carl@acme.example' },
        { name: 'Bea Example', email: 'bea@acme.example' },
      ]);
    }
  });

  test('merges are dropped with their reason, and so are commits of robots alone', async () => {
    const input = make([
      {},
      { parents: [0], branch: 'side', author: 'renovate[bot] <bot@host.example>' },
      { parents: [0] },
      { parents: [2, 1], message: 'Merge\n\nReviewed-by: Bea Example <bea@acme.example>\n' },
    ]);
    const answers = await adaptAll(input);
    expect(answers.map(({ signals, dropped }) => ({ signals: signals.length, ...dropped }))).toEqual(
      expect.arrayContaining([
        { signals: 0, merge_commit: 1 },
        { signals: 0, bot: 1 },
      ]),
    );
    expect(answers.filter(({ signals }) => signals.length === 1)).toHaveLength(2);
  });

  test('a work tree, a linked work tree, a bare and a mirrored repository give the same ids and cursor key', async () => {
    const bare = make([{}, {}, {}]);
    runGit(bare, 'config', 'remote.origin.url', 'git@code.example:acme/engine.git');
    runGit(folder, 'clone', '--quiet', bare, at('clone'));
    runGit(at('clone'), 'remote', 'set-url', 'origin', 'ssh://git@code.example/acme/engine');
    runGit(at('clone'), 'worktree', 'add', '--quiet', '--detach', at('linked'));
    runGit(folder, 'clone', '--quiet', '--mirror', bare, at('mirror'));
    runGit(at('mirror'), 'config', 'remote.origin.url', 'https://code.example/acme/engine/');
    const readings = [];
    for (const name of ['project.git', 'clone', 'linked', 'mirror']) {
      const cursors = new Map<string, unknown>();
      const { records } = await readGit(at(name), cursors);
      readings.push({ ids: records.map(({ id }) => id), keys: [...cursors.keys()] });
    }
    expect(readings[0]?.ids).toHaveLength(3);
    expect(readings[0]?.keys).toEqual(['git:code.example/acme/engine']);
    for (const reading of readings) expect(reading).toEqual(readings[0]);
  });

  test('without an address the first commit names the repository, wherever it lies', async () => {
    const bare = make([{}, {}, { branch: 'other', parents: [], authored: 1_800_000_000 }]);
    cpSync(bare, at('elsewhere.git'), { recursive: true });
    const cursors = new Map<string, unknown>();
    await readGit(bare, cursors);
    await readGit(at('elsewhere.git'), cursors);
    expect([...cursors.keys()]).toEqual([
      `git:${runGit(bare, 'rev-list', '--max-parents=0', 'main').trim()}`,
    ]);
  });

  test('messages are not kept', async () => {
    const input = make([{ message: 'The password is hunter2\n\nReviewed-by: Bea <bea@acme.example>\n' }]);
    const { records } = await readGit(input);
    expect(JSON.stringify(records)).not.toContain('hunter2');
  });
});

describe('resuming', () => {
  const history = Array.from({ length: 2600 }, (_, index): CommitSpec => {
    if (index % 7 === 3) return { parents: [index - 1], branch: 'main' };
    if (index % 7 === 4) return { parents: [index - 2], branch: 'main' };
    if (index % 7 === 5) return { parents: [index - 1, index - 2], branch: 'main' };
    return {};
  });

  test('stopped after any batch, it goes on with the rest: nothing twice, nothing lost', async () => {
    const input = make(history);
    const whole = (await readGit(input)).records.map(({ id }) => id);
    expect(new Set(whole).size).toBe(2600);
    for (const stopAfter of [1, 2, 3]) {
      const cursors = new Map<string, unknown>();
      const first = await readGit(input, cursors, stopAfter);
      const second = await readGit(input, cursors);
      const ids = [...first.records, ...second.records].map(({ id }) => id);
      expect(ids).toHaveLength(2600);
      expect(new Set(ids)).toEqual(new Set(whole));
      expect(second.skipped).toBe(first.records.length);
    }
  });

  test('read again it passes over everything; new commits are read alone', async () => {
    const input = make([{}, {}]);
    const cursors = new Map<string, unknown>();
    await readGit(input, cursors);
    const again = await readGit(input, cursors);
    expect(again).toMatchObject({ records: [], skipped: 2 });
    makeRepository(input, [{}, {}, { author: 'Bea Example <bea@acme.example>' }]);
    const more = await readGit(input, cursors);
    expect(more.records.map(({ id }) => id)).toEqual([runGit(input, 'rev-parse', 'main').trim()]);
    expect(more.skipped).toBe(2);
  });

  test('stopped in mid-history and rewritten meanwhile, it reads what is new', async () => {
    const input = make(history);
    const cursors = new Map<string, unknown>();
    await readGit(input, cursors, 1);
    makeRepository(input, [{}, { message: 'rewritten\n' }, {}]);
    runGit(input, 'reflog', 'expire', '--expire=now', '--all');
    runGit(input, 'gc', '--quiet', '--prune=now');
    const { records } = await readGit(input, cursors);
    const expected = runGit(input, 'rev-list', 'main').trim().split('\n');
    expect(records.map(({ id }) => id)).toEqual(expect.arrayContaining(expected.slice(0, 2)));
    expect(await readGit(input, cursors)).toMatchObject({ records: [], skipped: 3 });
  });

  test('a shallow clone that is deepened gives the older commits too', async () => {
    make([{}, {}, {}, {}, {}]);
    runGit(folder, 'clone', '--quiet', '--depth=2', `file://${at('project.git')}`, at('shallow'));
    const cursors = new Map<string, unknown>();
    const origin = 'https://code.example/acme/engine';
    runGit(at('shallow'), 'remote', 'set-url', 'origin', origin);
    expect((await readGit(at('shallow'), cursors)).records).toHaveLength(2);
    runGit(at('shallow'), 'fetch', '--quiet', '--unshallow', `file://${at('project.git')}`);
    expect((await readGit(at('shallow'), cursors)).records).toHaveLength(5);
    expect((await readGit(at('shallow'), cursors)).records).toHaveLength(0);
  });

  test('a stored cursor of another shape is no cursor', async () => {
    const input = make([{}]);
    const key = `git:${runGit(input, 'rev-parse', 'main').trim()}`;
    const cursors = new Map<string, unknown>([[key, { frontier: ['--all'], shallow: null }]]);
    expect((await readGit(input, cursors)).records).toHaveLength(1);
  });
});

describe('hostile and damaged repositories', () => {
  test('nothing that the repository configures is run', async () => {
    const marker = at('ran');
    const script = at('script');
    writeFileSync(script, `#!/bin/sh\ntouch '${marker}'\n`, { mode: 0o755 });
    signCommit(make([{ files: { a: 'x', '.gitattributes': '* diff=evil filter=evil\n' } }]));
    runGit(folder, 'clone', '--quiet', at('project.git'), at('clone'));
    const settings: [string, string][] = [
      ['core.fsmonitor', script],
      ['core.pager', script],
      ['core.hooksPath', folder],
      ['core.sshCommand', script],
      ['core.alternateRefsCommand', script],
      ['diff.external', script],
      ['diff.evil.textconv', script],
      ['diff.evil.command', script],
      ['filter.evil.smudge', script],
      ['filter.evil.process', script],
      ['gpg.program', script],
      ['log.showSignature', 'true'],
      ['alias.log', `!${script}`],
      ['alias.rev-list', `!${script}`],
      ['mailmap.file', '/dev/zero'],
    ];
    for (const [name, value] of settings) runGit(at('clone'), 'config', name, value);
    expect((await readGit(at('clone'))).records).toHaveLength(1);
    expect(existsSync(marker)).toBe(false);
  });

  test('a partial clone is not completed over the network', async () => {
    const input = make([{}, {}]);
    const marker = at('fetched');
    rmSync(objectFile(input, 'main~1'));
    runGit(input, 'config', 'core.repositoryFormatVersion', '1');
    runGit(input, 'config', 'extensions.partialClone', 'origin');
    runGit(input, 'config', 'remote.origin.promisor', 'true');
    runGit(input, 'config', 'remote.origin.url', `ext::touch ${marker.replaceAll(' ', '% ')}`);
    runGit(input, 'config', 'protocol.ext.allow', 'always');
    await expect(readGit(input)).rejects.toMatchObject({ code: 'git_failed' });
    expect(existsSync(marker)).toBe(false);
  });

  test('an empty repository is a remark', async () => {
    const input = make([]);
    const { records, notes } = await readGit(input);
    expect(records).toEqual([]);
    expect(notes).toEqual([`${input}: the repository has no commits`]);
  });

  test('a damaged repository fails with its path and what git says', async () => {
    const input = make([{}, {}, {}]);
    const damaged = objectFile(input, 'main~1');
    rmSync(damaged);
    writeFileSync(damaged, 'not an object');
    await expect(readGit(input)).rejects.toMatchObject({
      code: 'git_failed',
      message: expect.stringContaining(input),
      where: { file: input },
    });
  });

  test('a folder that is no repository fails with its path', async () => {
    await expect(readGit(folder)).rejects.toMatchObject({
      code: 'git_failed',
      message: expect.stringMatching(/not a git repository/),
    });
  });

  test('a missing git is named as such', async () => {
    const input = make([{}]);
    symlinkSync('/usr/bin/env', at('env'));
    vi.stubEnv('PATH', folder);
    await expect(readGit(input)).rejects.toMatchObject({
      code: 'git_failed',
      message: expect.stringContaining('git is not installed'),
    });
  });

  test('a reading that is stopped ends quietly, with what it gave until then', async () => {
    const input = make(Array.from({ length: 2500 }, () => ({})));
    const abort = new AbortController();
    const job = { input, settings: {}, cursor: async () => undefined, now: 0, signal: abort.signal };
    let batches = 0;
    for await (const _ of git.read(job)) {
      batches++;
      abort.abort();
    }
    expect(batches).toBe(1);
  });
});

/** Gives the tip of main a signature, which git would check with the program that gpg.program names. */
function signCommit(repository: string): void {
  const commit = runGit(repository, 'cat-file', 'commit', 'main');
  const signature = [
    'gpgsig -----BEGIN PGP SIGNATURE-----',
    ' ',
    ' AAAA',
    ' -----END PGP SIGNATURE-----',
    '',
    '',
  ];
  const file = path.join(repository, 'signed');
  writeFileSync(file, commit.replace('\n\n', `\n${signature.join('\n')}`));
  const sha = runGit(repository, 'hash-object', '-t', 'commit', '-w', file).trim();
  runGit(repository, 'update-ref', 'refs/heads/main', sha);
}

/** The file of an object; git keeps a small import as loose objects. */
function objectFile(repository: string, revision: string): string {
  const sha = runGit(repository, 'rev-parse', revision).trim();
  return path.join(repository, 'objects', sha.slice(0, 2), sha.slice(2));
}

describe('recognize', () => {
  const probe = { path: '/x', head: new Uint8Array() };
  test('clones and bare repositories, nothing else', () => {
    expect(git.recognize({ ...probe, isDirectory: true, entries: ['.git', 'README'] })).toBe(1);
    expect(git.recognize({ ...probe, isDirectory: true, entries: ['HEAD', 'objects', 'refs'] })).toBe(1);
    expect(git.recognize({ ...probe, isDirectory: true, entries: ['HEAD', 'cur', 'new', 'tmp'] })).toBe(0);
    expect(git.recognize({ ...probe, isDirectory: false, entries: [] })).toBe(0);
  });
});
