import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { nothingKept, pullOnce } from '../../../../test/support/made_up_server.ts';
import type { ActorClaim } from '../../contract.ts';
import { githubAdapter } from './adapt.ts';
import { receive } from './receive.ts';
import { github } from './source.ts';
import {
  around,
  commentOf,
  deliveryOf,
  discussionOf,
  forkOf,
  githubOf,
  issueOf,
  type Json,
  moment,
  releaseOf,
  SECRET,
  settings,
  starOf,
  stateOf,
} from './testing.ts';

const adapt = githubAdapter({ platform: 'github', host: 'github.com' });

function take(event: string, payload: Json) {
  const [record] = receive.records(deliveryOf(event, around(payload)), {}).records;
  if (record === undefined) throw new Error('no record');
  return adapt(record);
}

test('only what is signed with the secret is authentic', () => {
  const delivery = deliveryOf('ping', {});
  expect(receive.authentic(delivery, { webhook_secrets: ['old-4713', SECRET] })).toBe(true);
  expect(receive.authentic(delivery, { webhook_secrets: ['other'] })).toBe(false);
  expect(receive.authentic(delivery, { webhook_secrets: null })).toBe(false);
  expect(
    receive.authentic({ ...delivery, body: new Uint8Array(3) }, { webhook_secrets: ['old-4713', SECRET] }),
  ).toBe(false);
});

/** Webhooks say nothing of profiles. */
const asWebhooksHave = ({ profileCompany: _company, homepage: _page, ...claim }: ActorClaim): ActorClaim =>
  claim;

test('a webhook and the API give the same signals and messages', async () => {
  const state = stateOf(12);
  const pulled = await pullOnce(
    github,
    githubOf(() => state),
    nothingKept(),
    { settings },
  );
  const comment = state.discussions[0]?.comments as Json[];
  const rest = ({ databaseId, createdAt, updatedAt, author, ...more }: Json): Json => ({
    ...more,
    ...{ id: databaseId, created_at: createdAt, updated_at: updatedAt },
    user: {
      ...(author as Json),
      id: (author as Json).databaseId,
      type: 'User',
      company: undefined,
      websiteUrl: undefined,
    },
  });
  const discussion = rest(discussionOf(2_001, 2));
  const payloads: readonly (readonly [string, Json])[] = [
    ['issues', { action: 'opened', issue: issueOf(1) }],
    ['pull_request', { action: 'opened', pull_request: issueOf(5, { id: 4 }) }],
    ['issue_comment', { action: 'created', issue: issueOf(7), comment: commentOf(7, 7) }],
    [
      'pull_request_review_comment',
      { action: 'created', pull_request: issueOf(5), comment: commentOf(5_001, 5) },
    ],
    ['star', { action: 'created', starred_at: starOf(3).starred_at, sender: starOf(3).user }],
    ['fork', { forkee: forkOf(1) }],
    ['release', { action: 'published', release: releaseOf(2) }],
    ['discussion', { action: 'created', discussion }],
    ['discussion_comment', { action: 'created', discussion, comment: rest(comment[0] ?? {}) }],
  ];
  for (const [event, payload] of payloads) {
    const { signals, messages } = take(event, payload);
    expect(signals.length, event).toBe(1);
    for (const signal of signals) {
      const { actor, ...rest } = pulled.signals.get(signal.nativeId) ?? {};
      expect({ ...rest, ...(actor ? { actor: asWebhooksHave(actor) } : {}) }, event).toEqual(signal);
    }
    for (const message of messages) {
      const { author = {}, ...rest } = pulled.messages.get(message.nativeId) ?? {};
      expect({ ...rest, author: asWebhooksHave(author) }, event).toEqual(message);
    }
  }
});

test('what is deleted or moved away is erased, what is edited comes again', () => {
  const gone = (nativeId: string) => [{ kind: 'message', space: 'github.com', nativeId }];
  expect(take('issues', { action: 'deleted', issue: issueOf(3) }).erasures).toEqual(gone('77/3'));
  expect(take('issues', { action: 'transferred', issue: issueOf(3) }).erasures).toEqual(gone('77/3'));
  const comment = { issue: issueOf(3), comment: commentOf(9, 3) };
  expect(take('issue_comment', { action: 'deleted', ...comment }).erasures).toEqual(gone('77/3/comment/9'));
  expect(take('release', { action: 'deleted', release: releaseOf(1) }).erasures).toEqual([
    { kind: 'signal', nativeId: 'release:77/1' },
  ]);
  const edited = commentOf(9, 3, { body: 'Better', updated_at: moment(500) });
  const { messages } = take('issue_comment', { action: 'edited', issue: issueOf(3), comment: edited });
  expect(messages[0]).toMatchObject({
    nativeId: '77/3/comment/9',
    text: 'Better',
    editedAt: Date.parse(moment(500)),
  });
});

test.each([
  ['platform_note', 'issues', { action: 'labeled', issue: issueOf(1) }],
  ['platform_note', 'ping', { zen: 'x' }],
  ['platform_note', 'unheard_of', {}],
  ['platform_note', 'constructor', {}],
  ['not_new', 'push', {}],
  ['deleted', 'star', { action: 'deleted', starred_at: null }],
  [
    'bot',
    'issues',
    { action: 'opened', issue: issueOf(1, { user: { login: 'x[bot]', id: 1, type: 'Bot' } }) },
  ],
  [
    'empty',
    'pull_request_review',
    { action: 'submitted', pull_request: issueOf(5), review: { ...commentOf(1, 5), body: null } },
  ],
])('left out as %s: %s', (reason, event, payload) => {
  expect(take(event, payload).dropped).toEqual({ [reason]: 1 });
});

test('a wrong field is named, and addresses are not kept', () => {
  const { failures } = take('issues', { action: 'opened', issue: issueOf(1, { created_at: 7 }) });
  expect(failures[0]).toMatchObject({ code: 'record_malformed', field: 'created_at' });
  expect(JSON.stringify(failures)).not.toContain('secret.author');
});

test('a form is read like JSON; what is neither is refused', () => {
  const text = `payload=${encodeURIComponent(JSON.stringify(around({ action: 'opened', issue: issueOf(1) })))}`;
  const form = deliveryOf('issues', text);
  const headers = { ...form.headers, 'content-type': 'application/x-www-form-urlencoded' };
  expect(receive.records({ ...form, headers }, {}).records[0]?.body).toMatchObject({ kind: 'thread' });
  expect(() => receive.records(form, {})).toThrow(expect.objectContaining({ code: 'delivery_malformed' }));
  expect(() => receive.records({ ...form, headers: {} }, {})).toThrow(/X-GitHub-Event/);
});

test('the ghost of accounts that are gone is nobody', () => {
  const { signals, messages } = take('issues', { action: 'opened', issue: issueOf(1, { user: null }) });
  expect(signals[0]).not.toHaveProperty('actor');
  expect(messages[0]?.author).toEqual({});
});

const EVENTS = join(import.meta.dirname, '../../../../../shared/data/webhooks-github/events.json.gz');

test('every event of real webhooks is accepted, or left out for a reason', ({ skip }) => {
  if (!existsSync(EVENTS)) skip('../shared/data/webhooks-github is not here');
  const events = JSON.parse(gunzipSync(readFileSync(EVENTS)).toString('utf8')) as {
    name: string;
    examples: Json[];
  }[];
  const fates: Record<string, number> = {};
  for (const { name, examples } of events) {
    for (const payload of examples) {
      const [record] = receive.records(deliveryOf(name, payload), {}).records;
      const answer = adapt(record ?? { id: '', place: { file: '' }, body: null });
      expect(answer.failures, `${name} ${String(payload.action)}`).toEqual([]);
      const fate = Object.keys(answer.dropped)[0] ?? (answer.erasures === undefined ? 'stored' : 'erased');
      fates[fate] = (fates[fate] ?? 0) + 1;
    }
  }
  expect(fates.stored).toBeGreaterThan(40);
  expect(fates.erased).toBeGreaterThan(5);
});
