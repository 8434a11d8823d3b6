import { expect, test } from 'vitest';
import { pullOnce } from '../../../../test/support/made_up_server.ts';
import { gitlabAdapter } from './adapt.ts';
import { receive } from './receive.ts';
import { gitlab } from './source.ts';
import {
  deliveryOf,
  eventOf,
  gitlabOf,
  HOOK,
  type Json,
  moment,
  noteOf,
  settings,
  stateOf,
  threadOf,
  userOf,
} from './testing.ts';

const adapt = gitlabAdapter({ platform: 'gitlab', host: 'gitlab.com' });

function take(payload: Json) {
  const [record] = receive.records(deliveryOf(payload), {}).records;
  if (record === undefined) throw new Error('no record');
  return adapt(record);
}

test('only who knows the token is authentic', () => {
  const delivery = deliveryOf({});
  expect(receive.authentic(delivery, { webhook_tokens: ['old', HOOK] })).toBe(true);
  expect(receive.authentic(delivery, { webhook_tokens: ['other'] })).toBe(false);
  expect(receive.authentic(delivery, { webhook_tokens: null })).toBe(false);
  expect(receive.authentic({ ...delivery, headers: {} }, { webhook_tokens: [HOOK] })).toBe(false);
});

test('a webhook and the API give the same signals and messages', async () => {
  const state = stateOf(12);
  const pulled = await pullOnce(
    gitlab,
    gitlabOf(() => state),
    undefined,
    { settings },
  );
  const issue = { issue: threadOf(3) };
  const payloads = [
    eventOf('issue', threadOf(3)),
    eventOf('merge_request', threadOf(3, { id: 20_003, confidential: undefined })),
    eventOf('note', noteOf(1_003), issue),
    eventOf('note', noteOf(2_003, { noteable_type: 'MergeRequest' }), { merge_request: threadOf(3) }),
  ];
  for (const payload of payloads) {
    const { signals, messages } = take(payload);
    expect(signals).toHaveLength(1);
    for (const { actor, ...signal } of signals) {
      // Webhooks say nothing of profiles.
      const { profileCompany: _company, ...claim } = pulled.signals.get(signal.nativeId)?.actor ?? {};
      expect(pulled.signals.get(signal.nativeId)).toMatchObject(signal);
      expect(claim).toEqual(actor);
    }
    for (const { raw: _raw, ...message } of messages)
      expect(pulled.messages.get(message.nativeId)).toMatchObject(message);
  }
});

test('an edit by the author comes again, one by somebody else waits for the API', () => {
  const edited = threadOf(3, { description: 'Better', updated_at: moment(9_000) });
  const own = take(eventOf('issue', { ...edited, action: 'update' }));
  expect(own.messages[0]).toMatchObject({
    nativeId: '77/issues/3',
    text: 'Better',
    editedAt: Math.floor(Date.parse(moment(9_000)) / 1000) * 1000,
  });
  expect(take(eventOf('issue', edited, { user: userOf(2) })).dropped).toEqual({ not_new: 1 });
});

const action = (name: string): Json => {
  const event = eventOf('issue', threadOf(1));
  return { ...event, object_attributes: { ...(event.object_attributes as Json), action: name } };
};

test.each<[string, Json]>([
  ['platform_note', action('close')],
  ['platform_note', { object_kind: 'pipeline' }],
  ['platform_note', { object_kind: 7 }],
  ['platform_note', {}],
  ['not_new', { object_kind: 'push' }],
  ['not_relevant', eventOf('note', noteOf(1, { noteable_type: 'Snippet' }))],
  ['platform_note', eventOf('note', noteOf(1, { system: true }), { issue: threadOf(1) })],
  ['empty', eventOf('note', noteOf(1, { body: ' ' }), { issue: threadOf(1) })],
  ['bot', eventOf('issue', threadOf(1, { author: { id: 1, username: 'project_7_bot_ab12', name: 'x' } }))],
])('left out as %s', (reason, payload) => {
  expect(take(payload).dropped).toEqual({ [reason]: 1 });
});

test('what is confidential is private', () => {
  const notes = [
    take(eventOf('note', noteOf(1), { issue: threadOf(1, { confidential: true }) })),
    take(eventOf('note', noteOf(1), { issue: threadOf(1), event_type: 'confidential_note' })),
    take(
      eventOf('note', noteOf(1), {
        issue: threadOf(1),
        project: { id: 77, path_with_namespace: 'a/b', visibility_level: 10 },
      }),
    ),
  ];
  for (const { signals } of notes) expect(signals[0]?.visibility).toBe('private');
});

test('a wrong field is named, addresses are not kept; what is sent again without a key is known', () => {
  const { failures } = take(eventOf('issue', threadOf(1, { title: 7 })));
  expect(failures[0]).toMatchObject({ code: 'record_malformed', field: 'title' });
  expect(JSON.stringify(failures)).not.toContain('secret.author');
  const without = deliveryOf(eventOf('issue', threadOf(1)), 1, { headers: {} });
  const id = () => receive.records(without, {}).records[0]?.id;
  expect(id()).toBe(id());
  expect(id()).toMatch(/^delivery:[0-9a-f]{64}$/);
});
