import { expect, test } from 'vitest';
import { received, settingsOf } from '../../deliveries/testing.ts';
import { zammad } from './source.ts';
import { callOf, type Json, SECRET, signed } from './testing.ts';

const settings = settingsOf(zammad, {
  secrets: ['older-token', SECRET],
  url: 'https://Support.acme.example/#dashboard',
});

async function of(call: Json) {
  const { adapted, ids } = await received(zammad, settings, signed(call));
  return { ...adapted[0], signal: adapted[0]?.signals[0], message: adapted[0]?.messages[0], id: ids[0] };
}

test('a customer’s first article asks, in private', async () => {
  const { signal, message, id } = await of(callOf(1, 1));
  expect(id).toBe('article:101');
  expect(signal).toMatchObject({
    nativeId: 'message:article/101',
    accessPoint: 'support',
    act: 'ask',
    visibility: 'private',
    actor: {
      email: 'customer1@corp.example',
      name: 'Ana Example',
      organizationName: 'Private Company 4712',
      organizationDomain: 'corp.example',
    },
    asset: { kind: 'thread', key: 'support.acme.example/ticket/1' },
    messageNativeId: 'article/101',
  });
  expect(message).toMatchObject({
    space: 'support.acme.example',
    container: 'Service Desk',
    references: ['ticket/1'],
    subject: 'Question 1',
    text: 'Article 1 of ticket 1',
  });
  expect(message).not.toHaveProperty('editedAt');
});

test('agents reply under their own names', async () => {
  const { signal } = await of(callOf(1, 2));
  expect(signal).toMatchObject({ act: 'reply', actor: { email: 'agent@vendor.example', name: 'Ben Agent' } });
  expect((await of(callOf(1, 3))).signal?.act).toBe('reply');
});

test('a call that an agent wrote down is the customer’s', async () => {
  const agent = { email: 'agent@vendor.example', firstname: 'Ben', lastname: 'Agent' };
  const { signal } = await of(callOf(1, 1, { type: 'phone', created_by: agent, from: 'Ana' }));
  expect(signal?.actor).toMatchObject({ email: 'customer1@corp.example', name: 'Ana Example' });
});

test('a colleague who answers is not taken for the customer', async () => {
  const { signal } = await of(callOf(1, 3, { from: 'Chloe <chloe@other.example>' }));
  expect(signal?.actor).toEqual({ email: 'chloe@other.example', name: 'Chloe' });
});

test('an article that was edited says when', async () => {
  const { message, id } = await of(
    callOf(1, 1, { created_at: '2026-03-01T10:00:00Z', updated_at: '2026-03-01T11:00:00Z' }),
  );
  expect(message?.editedAt).toBe(Date.UTC(2026, 2, 1, 11));
  expect(message?.nativeId).toBe('article/101');
  expect(id).toBe(`article:101/${Date.UTC(2026, 2, 1, 11)}`);
});

test.each([
  ['not_new', { ticket: { id: 1 }, article: {} }],
  ['not_new', { ticket: { id: 1 } }],
  ['internal_traffic', callOf(1, 2, { internal: true })],
  ['automatic_mail', callOf(1, 2, { sender: 'System' })],
  ['empty', callOf(1, 2, { body: '<br>' })],
])('%s: left out', async (reason, call) => {
  expect((await of(call)).dropped).toEqual({ [reason]: 1 });
});

test('a wrong field is named, and what is private about people is not kept', async () => {
  const { failures } = await of(callOf(1, 1, { created_at: 'some day' }));
  expect(failures).toMatchObject([{ code: 'record_malformed', field: 'created_at' }]);
  expect(JSON.stringify(failures)).not.toMatch(/secret|Secret/);
});

test('signatures by any token that counts, over the body as it is', () => {
  const call = signed(callOf(1, 1), 'older-token');
  expect(zammad.receive?.authentic(call, settings)).toBe(true);
  expect(zammad.receive?.authentic({ ...call, body: Buffer.from('{}') }, settings)).toBe(false);
  expect(zammad.receive?.authentic({ ...call, headers: {} }, settings)).toBe(false);
  expect(zammad.receive?.authentic(signed({}, 'other'), settings)).toBe(false);
});
