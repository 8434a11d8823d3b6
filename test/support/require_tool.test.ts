import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { findTool, requireTool } from './require_tool.ts';
import { tempDir } from './temp_dir.ts';

afterEach(() => vi.unstubAllEnvs());

test('finds an executable file on the path, and nothing else of that name', async () => {
  await using dir = await tempDir();
  await mkdir(join(dir.path, 'folder/tool'), { recursive: true });
  await mkdir(join(dir.path, 'bin'));
  await writeFile(join(dir.path, 'bin/tool'), '#!/bin/sh\n');
  const path = `${dir.path}/folder:${dir.path}/bin`;

  expect(findTool('tool', path)).toBeUndefined();
  await chmod(join(dir.path, 'bin/tool'), 0o755);
  expect(findTool('tool', path)).toBe(join(dir.path, 'bin/tool'));
});

test('a missing program is a reason to skip on a desk and an error on a CI machine', () => {
  vi.stubEnv('CI', '');
  expect(requireTool('no-such-program')).toEqual({
    ok: false,
    reason: 'the program no-such-program is not installed',
  });
  vi.stubEnv('CI', 'true');
  expect(() => requireTool('no-such-program')).toThrow('no-such-program');
});
