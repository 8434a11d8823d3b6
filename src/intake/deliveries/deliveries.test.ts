import { createHmac, hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { readActs } from './acts.ts';
import { formOf, jsonOf } from './body.ts';
import { basicUserOf, bearerOf, isKey, isRecent, isSigned } from './keys.ts';
import { ARRIVAL, deliveryOf } from './testing.ts';
import { amountOf, emailOf, hostOf, idOf, minorAmountOf, timeOf, wordOf } from './values.ts';

test('a key is one of several, given as itself or as its hash; the hash itself opens nothing', () => {
  const hashed = `sha256:${hash('sha256', 'new-key', 'hex')}`;
  expect(isKey('old-key', ['old-key', hashed])).toBe(true);
  expect(isKey('new-key', ['old-key', hashed])).toBe(true);
  expect(isKey(hashed, ['old-key', hashed])).toBe(false);
  expect(isKey('', [''])).toBe(false);
  expect(isKey(undefined, ['old-key'])).toBe(false);
  expect(isKey('old-key', [])).toBe(false);
});

test('a signature fits one of the secrets, over the parts as they are', () => {
  const signature = createHmac('sha256', 'b').update('1.{}').digest('hex');
  const signed = { algorithm: 'sha256', encoding: 'hex', parts: ['1.', Buffer.from('{}')] } as const;
  expect(isSigned({ ...signed, secrets: ['a', 'b'], signatures: ['00', signature] })).toBe(true);
  expect(isSigned({ ...signed, secrets: ['a'], signatures: [signature] })).toBe(false);
  expect(isSigned({ ...signed, secrets: ['b'], signatures: [signature.slice(2), '', 'zz'] })).toBe(false);
  const unsigned = createHmac('sha256', '').update('1.{}').digest('hex');
  expect(isSigned({ ...signed, secrets: [''], signatures: [unsigned] })).toBe(false);
});

test('what was signed long ago or in times to come is not recent', () => {
  const delivery = deliveryOf('');
  expect(isRecent(String(ARRIVAL / 1000 - 299), delivery, 300)).toBe(true);
  expect(isRecent(String(ARRIVAL / 1000 - 301), delivery, 300)).toBe(false);
  expect(isRecent(String(ARRIVAL / 1000 + 301), delivery, 300)).toBe(false);
  expect(isRecent('soon', delivery, 300)).toBe(false);
  expect(isRecent(undefined, delivery, 300)).toBe(false);
});

test('keys of the Authorization header', () => {
  const of = (authorization: string) => deliveryOf('', { headers: { authorization } });
  expect(basicUserOf(of(`Basic ${Buffer.from('key:').toString('base64')}`))).toBe('key');
  expect(basicUserOf(of('Bearer key'))).toBeUndefined();
  expect(bearerOf(of('bearer key'))).toBe('key');
});

test('a body that is not JSON, or too deep, is refused', () => {
  expect(jsonOf(deliveryOf('{"a":"[[\\"[["}'))).toEqual({ a: '[["[[' });
  expect(() => jsonOf(deliveryOf('{'))).toThrow(/not JSON/);
  expect(() => jsonOf(deliveryOf('['.repeat(200_000) + ']'.repeat(200_000)))).toThrow(/deeper than 100/);
  expect(formOf(deliveryOf('a=1&a=2&b=%20x+y&__proto__=z'))).toMatchObject({ a: '1', b: ' x y' });
});

test('words, addresses, hosts', () => {
  expect(wordOf(' a\0b\n c ')).toBe('a b c');
  expect(wordOf(7)).toBe('7');
  expect(wordOf({})).toBeUndefined();
  expect(wordOf('x'.repeat(1000))).toHaveLength(200);
  expect(emailOf(' ana@corp.example ')).toBe('ana@corp.example');
  expect(emailOf('ana')).toBeUndefined();
  expect(hostOf('https://www.Acme.example/x')).toBe('acme.example');
  expect(hostOf('acme.example')).toBe('acme.example');
  expect([hostOf('javascript:alert(1)'), hostOf('acme'), hostOf('192.0.2.1')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test.each([
  ['2026-04-01T12:00:00.000Z', ARRIVAL],
  ['2026-04-01T14:00:00+02:00', ARRIVAL],
  ['2026-04-01 12:00:00 UTC', ARRIVAL],
  ['2026-04-01 12:00:00', ARRIVAL],
  ['2026-04-01', ARRIVAL - 12 * 3_600_000],
  [ARRIVAL, ARRIVAL],
  [ARRIVAL / 1000, ARRIVAL],
  [String(ARRIVAL / 1000), ARRIVAL],
  ['1 April', undefined],
  ['2026-13-01', undefined],
  [Number.NaN, undefined],
  [null, undefined],
])('%s is a time', (value, time) => {
  expect(timeOf(value)).toBe(time);
});

test('money needs a currency that is known, or none where one is assumed', () => {
  expect(amountOf(12.5, 'eur')).toEqual({ value: '12.5', currency: 'EUR' });
  expect(amountOf('12', undefined, 'USD')).toEqual({ value: '12', currency: 'USD' });
  expect(amountOf('12', 'pebbles', 'USD')).toBeUndefined();
  expect(amountOf('a lot', 'EUR')).toBeUndefined();
  expect(amountOf(1e300, 'EUR')).toBeUndefined();
});

test.each([
  [1999, 'usd', '19.99'],
  [5, 'EUR', '0.05'],
  [-250, 'EUR', '-2.50'],
  [500, 'JPY', '500'],
  [12345, 'KWD', '12.345'],
  [19.99, 'EUR', undefined],
])('%s in the smallest unit of %s', (value, currency, amount) => {
  expect(minorAmountOf(value, currency)?.value).toBe(amount);
});

test('ids are their own where they can be, and else made of the content', () => {
  expect(idOf('event', 'a-1', () => null)).toBe('event:a-1');
  expect(idOf('event', 'a 1', () => null)).toMatch(/^event:[0-9a-f]{32}$/);
  expect(idOf('event', undefined, () => [1])).toBe(idOf('event', undefined, () => [1]));
  expect(idOf('event', undefined, () => [1])).not.toBe(idOf('event', undefined, () => [2]));
});

test('the whole name of a rule goes before a beginning, the longer before the shorter', () => {
  const actOf = readActs('acts', ['Signed Up=register', 'trial_*=deal_open', 'trial_end*=drop', '*=use']);
  expect(['signed_up', 'Trial Started', 'trial ended', 'x'].map(actOf)).toEqual([
    'register',
    'deal_open',
    undefined,
    'use',
  ]);
  expect(readActs('acts', [])('x')).toBeUndefined();
  expect(() => readActs('acts', ['x=dance'])).toThrow(/acts: “x=dance” is no rule/);
  expect(() => readActs('acts', ['use'])).toThrow(/no rule/);
});
