/** Against the programs themselves: archives that Debian's public-inbox makes. */
import { execFileSync } from 'node:child_process';
import { appendFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { describeWith } from '../../../../test/support/needs.ts';
import { requireTool } from '../../../../test/support/require_tool.ts';
import { tempDir } from '../../../../test/support/temp_dir.ts';
import { processEnvironment } from '../../../base/index.ts';
import { recognizePaths } from '../../recognize.ts';
import { fates, post, readAll } from './testing.ts';

const ADDRESS = 'users@lists.acme.example';

interface Archive {
  readonly path: string;
  run(program: string, args: readonly string[], input?: string): void;
}

async function makeArchive(directory: string, version: 1 | 2): Promise<Archive> {
  const config = join(directory, 'config');
  const path = join(directory, 'users');
  const env = { ...processEnvironment(), HOME: directory, PI_CONFIG: config, ORIGINAL_RECIPIENT: ADDRESS };
  const run: Archive['run'] = (program, args, input = '') => {
    execFileSync(program, args, { input, env, cwd: directory, stdio: 'pipe' });
  };
  const about = ['users', path, 'https://lists.acme.example/users', ADDRESS];
  run('public-inbox-init', [`-V${version}`, '-L', 'basic', ...about]);
  await appendFile(config, '[publicinboxmda]\n\tspamcheck = none\n');
  return { path, run };
}

/** As it goes over the mail server: it names the list as a recipient. */
const mail = (number: number): string => `To: ${ADDRESS}\n${post(number)}`;

describeWith(requireTool('public-inbox-init'), 'an archive that public-inbox makes', () => {
  test.each([1, 2] as const)('in format v%i is read, and what is removed disappears', async (version) => {
    await using dir = await tempDir();
    const { path, run } = await makeArchive(dir.path, version);
    for (const number of [1, 2, 3]) run('public-inbox-mda', ['--no-precheck'], mail(number));
    const { recognized } = await recognizePaths([path]);
    expect(recognized.map(({ source }) => source.name)).toEqual(['public_inbox']);
    const cursors = new Map<string, unknown>();
    expect(await fates(await readAll(path, cursors))).toEqual([
      'public 1@list.example',
      'public 2@list.example',
      'public 3@list.example',
    ]);
    run('public-inbox-learn', ['rm'], mail(2));
    run('public-inbox-mda', ['--no-precheck'], mail(4));
    expect(await fates(await readAll(path, cursors))).toEqual([
      'erased 2@list.example',
      'public 4@list.example',
    ]);
    expect(await fates(await readAll(path, cursors))).toEqual([]);
  });

  test('in format v2 is followed through a purge, in a mirror of it', async () => {
    await using dir = await tempDir();
    const { path, run } = await makeArchive(dir.path, 2);
    for (const number of [1, 2, 3]) run('public-inbox-mda', ['--no-precheck'], mail(number));
    const mirror = join(dir.path, 'mirror', 'git', '0.git');
    await mkdir(dirname(mirror), { recursive: true });
    const origin = join(path, 'git', '0.git');
    run('git', ['clone', '--quiet', '--mirror', origin, mirror]);
    const cursors = new Map<string, unknown>();
    expect(await fates(await readAll(mirror, cursors))).toHaveLength(3);
    run('public-inbox-purge', [path], stored(origin, 2));
    run('git', ['-C', mirror, 'fetch', '--quiet']);
    expect(await fates(await readAll(mirror, cursors))).toEqual([
      'public 1@list.example',
      'deleted',
      'public 3@list.example',
      'erased 2@list.example',
    ]);
  });
});

/** The bytes of the message that the archive keeps as its nth, as a purge wants them. */
function stored(repository: string, number: number): string {
  const commits = execFileSync('git', ['-C', repository, 'rev-list', '--reverse', 'HEAD'], {
    encoding: 'utf8',
  });
  const commit = commits.trim().split('\n')[number - 1] ?? '';
  return execFileSync('git', ['-C', repository, 'show', `${commit}:m`], { encoding: 'utf8' });
}
