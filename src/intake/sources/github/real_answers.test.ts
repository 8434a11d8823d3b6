/** Recorded answers of the API, where they are at hand. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nothingKept, pullOnce, serverOf } from '../../../../test/support/made_up_server.ts';
import { github } from './source.ts';

const DATA = join(import.meta.dirname, '../../../../../shared/data/api-answers/github');

test('every record of recorded answers is stored, or fails with a code', async ({ skip }) => {
  if (!existsSync(DATA)) skip('../shared/data/api-answers is not here');
  const read = (name: string): unknown => JSON.parse(readFileSync(join(DATA, name), 'utf8'));
  const lists = (...names: string[]): unknown[] => names.flatMap((name) => read(name) as unknown[]);
  const pages: Readonly<Record<string, unknown>> = {
    '': read('github_repo'),
    '/issues': lists('github_issue_1', 'github_issue_2', 'github_issue_2_with_pr', 'github_request'),
    '/issues/comments': lists('github_issue_comments_1', 'github_issue_comments_2'),
    '/pulls/comments': lists(
      'github_request_pull_request_1_comments',
      'github_request_pull_request_2_comments',
    ),
    '/stargazers': [],
    '/forks': [],
    '/releases': [],
  };
  const http = serverOf(({ pathname }) => {
    const body = pages[pathname.replace('/repos/acme/widget', '')];
    return body === undefined ? undefined : { body };
  });
  const kept = await pullOnce(github, http, nothingKept(), { settings: { repositories: 'acme/widget' } });
  expect(kept.errors).toEqual([undefined]);
  // One of the recorded users is an empty object.
  expect([...kept.failures.values()]).toEqual(['record_malformed']);
  expect(kept.dropped).toEqual({});
  // Each is recorded under a number of its own; some stand in two files.
  expect(kept.messages.size).toBeGreaterThanOrEqual(8);
});
