/** Recorded answers of the API, where they are at hand. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pullOnce, serverOf } from '../../../../test/support/made_up_server.ts';
import { gitlab } from './source.ts';

const DATA = join(import.meta.dirname, '../../../../../shared/data/api-answers/gitlab');

test('every record of recorded answers is stored, left out for a reason, or fails with a code', async ({
  skip,
}) => {
  if (!existsSync(DATA)) skip('../shared/data/api-answers is not here');
  const read = (name: string): unknown => JSON.parse(readFileSync(join(DATA, name), 'utf8'));
  const pages: Readonly<Record<string, unknown>> = {
    '': read('project'),
    '/issues': ['issue_page_1', 'issue_page_2'].flatMap((name) => read(name) as unknown[]),
    '/merge_requests': ['merge_1', 'merge_2', 'merge_3'].map(read),
  };
  const notes = [1, 2, 3, 4].flatMap((number) => read(`notes_${number}`) as unknown[]);
  const http = serverOf(({ pathname }) => {
    const path = pathname.replace('/api/v4/projects/acme%2Fwidget', '');
    if (path.endsWith('/notes')) return { body: path === '/issues/1/notes' ? notes : [] };
    return path in pages ? { body: pages[path] } : { body: [] };
  });
  const kept = await pullOnce(gitlab, http, undefined, { settings: { projects: 'acme/widget' } });
  expect(kept.errors).toEqual([undefined]);
  expect([...kept.failures]).toEqual([]);
  // Notes of the platform: moved, mentioned.
  expect(Object.keys(kept.dropped)).toEqual(['platform_note']);
  expect(kept.messages.size).toBeGreaterThanOrEqual(8);
});
