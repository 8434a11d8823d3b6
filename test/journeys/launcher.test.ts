/** The launcher in a fresh clone: nothing installed, a path with spaces, an old Node on the path. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { leadspring, ROOT, start } from '../support/leadspring.ts';
import { tempDir } from '../support/temp_dir.ts';

test('a fresh clone installs itself, does the main job, and does it again faster', {
  timeout: 600_000,
}, async () => {
  await using dir = await tempDir();
  const clone = join(dir.path, 'a path with spaces');
  execFileSync('git', ['clone', '--quiet', ROOT, clone]);
  mkdirSync(join(dir.path, 'bin'));
  symlinkSync(join(clone, 'leadspring'), join(dir.path, 'bin/leadspring'));
  const options = { launcher: join(dir.path, 'bin/leadspring'), cwd: dirname(clone) };

  const first = await leadspring(['demo', '--exit'], options);
  expect(first.code, first.error).toBe(0);
  expect(first.error).toContain('installing packages');
  expect(first.out).toMatch(/The first 10 of \d+ leads\s+\(made up\)/);
  const second = await leadspring(['demo', '--exit'], options);
  expect(second.code, second.error).toBe(0);
  expect(second.error).not.toContain('installing');
  console.log(
    `demo from a fresh clone: ${(first.took / 1000).toFixed(1)} s, again: ${(second.took / 1000).toFixed(1)} s`,
  );
  expect(first.took).toBeLessThan(180_000);

  // Opened later without any setting, the folder still says who is the vendor and who are members.
  const later = async (...more: string[]): Promise<string> =>
    (await leadspring(['leads', '--data', join(clone, 'data/demo'), ...more], options)).out;
  const ranked = await later('--limit', '1000');
  expect(ranked).toMatch(/^ +99\. /m);
  expect(ranked).not.toMatch(/quillfjord\.example|\bmember\b/);
  expect(await later('--stage', 'vendor')).toContain('quillfjord.example');
  expect((await later('--stage', 'member')).match(/ {2}member {2}made up$/gm)).toHaveLength(6);

  // The equation of every source, as it is printed.
  const rows = [...first.out.matchAll(/^(git|access_log|mail|csv) .*?((?:\s+[\d,]+){5})$/gm)];
  expect(rows.map((row) => row[1])).toEqual(['git', 'access_log', 'mail', 'csv']);
  for (const row of rows) {
    const [read = 0, ...parts] = (row[2] ?? '')
      .trim()
      .split(/\s+/)
      .map((cell) => Number(cell.replaceAll(',', '')));
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(read);
  }

  // An installation that was killed half-way is done again.
  execFileSync('rm', [
    '-rf',
    join(clone, 'node_modules/.package-lock.json'),
    join(clone, 'node_modules/zod'),
  ]);
  const mended = await leadspring(['--version'], options);
  expect([mended.code, mended.out.trim()]).toEqual([0, '0.1.0']);
});

/** The launcher of this checkout, where everything is installed. */
const launcher = join(ROOT, 'leadspring');

test('exit codes pass through', { timeout: 60_000 }, async () => {
  expect((await leadspring(['--help'], { launcher, cwd: '/' })).code).toBe(0);
  expect((await leadspring(['nonsense'], { launcher })).code).toBe(2);
});

test('the dashboard is served until SIGINT, then everything stops in order', {
  timeout: 120_000,
}, async () => {
  await using dir = await tempDir();
  const log = join(dir.path, 'access.log');
  writeFileSync(
    log,
    `192.0.2.1 - - [01/Oct/2026:10:00:00 +0000] "GET /docs/a.html HTTP/1.1" 200 5 "-" "Mozilla/5.0 Firefox/140.0"\n`.repeat(
      3,
    ),
  );
  const { child, ended } = start(['try', log, '--data', join(dir.path, 'data'), '--port', '0'], { launcher });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  while (!/http:\/\/127\.0\.0\.1:\d+/.test(said)) {
    if (child.stderr === null || child.exitCode !== null) throw new Error(said);
    await once(child.stderr, 'data');
  }
  const url = said.match(/http:\/\/127\.0\.0\.1:\d+/)?.[0] ?? '';
  expect((await fetch(`${url}/leads`)).status).toBe(200);
  child.kill('SIGINT');
  const { code } = await ended;
  expect(code).toBe(0);
  expect(existsSync(join(dir.path, 'data/leadspring.lock'))).toBe(false);
  expect(existsSync(join(dir.path, 'data/postgres/postmaster.pid'))).toBe(false);
});

test('listening beyond loopback is refused', { timeout: 60_000 }, async () => {
  await using dir = await tempDir();
  const ended = await leadspring(['serve', '--host', '0.0.0.0', '--data', join(dir.path, 'data')], {
    launcher,
  });
  expect(ended.code).toBe(1);
  expect(ended.error).toContain('bind_not_loopback');
});
