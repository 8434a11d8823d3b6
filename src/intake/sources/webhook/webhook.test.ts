import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { ARRIVAL, deliveryOf, received, settingsOf } from '../../deliveries/testing.ts';
import { webhook } from './source.ts';

const [OLD, NEW] = [
  'whsec_b2xkLXNlY3JldC1vZi1zb21lLWxlbmd0aA==',
  'whsec_bmV3LXNlY3JldC1vZi1zb21lLWxlbmd0aA==',
];
const settings = settingsOf(webhook, {
  secrets: [OLD, NEW],
  acts: ['order.paid=deal_won'],
  amount_path: 'data.items[0]["unit price"]',
  organization_path: 'data.company',
});
const BODY = JSON.stringify({
  type: 'order.paid',
  data: { email: 'ana@corp.example', company: 'Café Acme', items: [{ 'unit price': 12.5 }] },
});

/** Signed by the library of the specification. */
function signed(secret: string, { body = BODY, at = ARRIVAL, prefix = 'webhook' } = {}) {
  const signature = new Webhook(secret).sign('msg_1', new Date(at), body);
  const headers = {
    [`${prefix}-id`]: 'msg_1',
    [`${prefix}-timestamp`]: String(Math.floor(at / 1000)),
    [`${prefix}-signature`]: `v1a,AAAA v1,AAAA ${signature}`,
  };
  return deliveryOf(body, { headers });
}

test('a message signed by the library becomes what the mapping says', async () => {
  const { adapted, ids, answer } = await received(webhook, settings, signed(NEW));
  expect(ids).toEqual(['message:msg_1']);
  expect(answer).toEqual({ status: 202 });
  expect(adapted[0]?.signals).toEqual([
    {
      nativeId: 'message:msg_1',
      accessPoint: 'agreement',
      act: 'deal_won',
      at: ARRIVAL,
      visibility: 'private',
      actor: { email: 'ana@corp.example', organizationName: 'Café Acme' },
      amount: { value: '12.5', currency: 'EUR' },
      details: { type: 'order.paid' },
    },
  ]);
});

test.each([
  ['the older secret', signed(OLD), true],
  ['Svix’s names of headers', signed(NEW, { prefix: 'svix' }), true],
  ['a secret of nobody', signed('whsec_bm9ib2R5LXNlY3JldC1hdC1hbGw='), false],
  ['a body changed on its way', { ...signed(NEW), body: Buffer.from(BODY.replace('12.5', '99')) }, false],
  ['a message of long ago', signed(NEW, { at: ARRIVAL - 301_000 }), false],
  ['a message of times to come', signed(NEW, { at: ARRIVAL + 301_000 }), false],
  ['no headers', deliveryOf(BODY), false],
])('%s', (_what, delivery, authentic) => {
  expect(webhook.receive?.authentic(delivery, settings)).toBe(authentic);
});

test('without a secret nobody may send', () => {
  expect(webhook.receive?.authentic(signed(NEW), settingsOf(webhook, {}))).toBe(false);
});
