import { expect, test } from 'vitest';
import { answerWith, remoteOf } from '../../../../test/support/remote.ts';
import { tempDir } from '../../../../test/support/temp_dir.ts';
import { type Http, LeadspringError } from '../../../base/plain.ts';
import type { Batch } from '../../contract.ts';
import { ARRIVAL, deliveryOf, received, settingsOf } from '../../deliveries/testing.ts';
import type { Mention } from './mention.ts';
import { webmention } from './source.ts';
import { verifyMention, verifyMentions } from './verify.ts';

const settings = settingsOf(webmention, { sites: ['https://www.acme.example/'] });
const SOURCE = 'https://writer.example/2026/on-acme?p=1';
const TARGET = 'https://blog.acme.example/posts/1';
const MENTION: Mention = { source: SOURCE, target: TARGET, state: 'pending', at: ARRIVAL };
const NOW = ARRIVAL + 60_000;

async function of(source: string, target = TARGET) {
  const came = await received(
    webmention,
    settings,
    deliveryOf(new URLSearchParams({ source, target }).toString()),
  );
  return { ...came.adapted[0], ids: came.ids, answer: came.answer };
}

async function adaptOf(body: Mention) {
  const adapt = await webmention.adapter(settings);
  return adapt({ id: 'm', place: { file: 'x' }, body });
}

test('what is said is private and of nobody', async () => {
  const { signals, answer } = await of(`${SOURCE}#comment`);
  expect(answer).toEqual({ status: 202 });
  expect(signals).toEqual([
    {
      nativeId: expect.stringMatching(/^mention:[0-9a-f]{32}$/),
      accessPoint: 'blog',
      act: 'mention',
      at: ARRIVAL,
      visibility: 'private',
      asset: { kind: 'article', key: 'writer.example/2026/on-acme?p=1' },
      details: {
        ...{ verified: false, page: '/posts/1', source: 'https://writer.example/2026/on-acme?p=1' },
        target: 'https://blog.acme.example/posts/1',
      },
    },
  ]);
  expect((await of(SOURCE)).ids).toEqual((await of(`${SOURCE}#other`)).ids);
});

test('what is found to be true is public and takes the place of what was said', async () => {
  const said = (await of(SOURCE)).signals?.[0]?.nativeId ?? '';
  const { signals, erasures } = await adaptOf({ ...MENTION, state: 'linked', title: 'On Acme' });
  expect(signals).toMatchObject([
    {
      nativeId: `${said}:verified`,
      visibility: 'public',
      actor: { organizationDomain: 'writer.example' },
      asset: { title: 'On Acme' },
      details: { verified: true },
    },
  ]);
  expect(erasures).toEqual([{ kind: 'signal', nativeId: said }]);
  const absent = await adaptOf({ ...MENTION, state: 'absent' });
  expect(absent).toMatchObject({
    units: 1,
    signals: [],
    erasures: [{ nativeId: said }, { nativeId: `${said}:verified` }],
  });
});

test('only the own sites can be mentioned, and not by themselves', async () => {
  expect((await of(SOURCE, 'https://other.example/')).failures).toMatchObject([
    { code: 'record_malformed', field: 'target' },
  ]);
  expect((await of(SOURCE, 'https://notacme.example/')).failures).toHaveLength(1);
  expect((await of('https://docs.acme.example/x')).dropped).toEqual({ own_work: 1 });
});

const html = (body: string) => ({ headers: { 'content-type': 'text/html; charset=utf-8' }, body });

test.each([
  ['a link', html(`<title>On &amp; off</title><p><a class=x href="${TARGET}#top">Acme</a>`), 'linked'],
  ['a link without quotes', html(`<a href=${TARGET}>`), 'linked'],
  ['an image', html(`<img alt='x > y' src='${TARGET}'>`), 'absent'],
  ['an image, plainly', html(`<img alt='x' src='${TARGET}'>`), 'linked'],
  [
    'an address in JSON',
    {
      headers: { 'content-type': 'application/json' },
      body: `{"a":"https:\\/\\/blog.acme.example\\/posts\\/1"}`,
    },
    'linked',
  ],
  [
    'an address in a text',
    { headers: { 'content-type': 'text/plain' }, body: `See ${TARGET} there.` },
    'linked',
  ],
  ['words only', html(`<p>${TARGET}</p>`), 'absent'],
  ['a link within a comment', html(`<!-- <a href="${TARGET}"> -->`), 'absent'],
  ['a link to a longer address', html(`<a href="${TARGET}0">`), 'absent'],
  ['a page that is gone', { status: 410 }, 'absent'],
])('%s', async (_what, answer, state) => {
  await using dir = await tempDir();
  answerWith(dir.path, SOURCE, answer);
  expect(await verifyMention(remoteOf(dir.path), MENTION, NOW)).toMatchObject({
    state,
    source: SOURCE,
    target: TARGET,
  });
});

test('relative links and titles', async () => {
  await using dir = await tempDir();
  const mention = {
    ...MENTION,
    source: 'https://writer.example/a/b',
    target: 'https://writer.example/posts/1',
  };
  answerWith(dir.path, mention.source, html('<title>On &amp; off</title><a href="../posts/1">'));
  expect(await verifyMention(remoteOf(dir.path), mention, NOW)).toMatchObject({
    state: 'linked',
    title: 'On & off',
  });
});

test('all mentions are asked for; one that cannot be asked now is left as it is, and noted', async () => {
  const http: Http = {
    request: async (url) => {
      if (url.includes('down')) throw new LeadspringError('remote_unreachable', 'down');
      return { status: 200, headers: {}, url, body: Buffer.from(`<a href="${TARGET}">`) };
    },
  };
  const mentions = ['a', 'down', 'b'].map((name) => ({ ...MENTION, source: `https://${name}.example/` }));
  const batches: Batch<Mention>[] = [];
  const job = { http, now: NOW, signal: new AbortController().signal };
  for await (const batch of verifyMentions(job, mentions)) batches.push(batch);
  expect(batches.flatMap(({ records }) => records.map(({ body }) => body.source))).toEqual([
    'https://a.example/',
    'https://b.example/',
  ]);
  expect(batches.flatMap(({ notes }) => notes)).toEqual([
    'down.example could not be asked whether it mentions us (remote_unreachable).',
  ]);
});

test('hostile pages take no time', async () => {
  const started = performance.now();
  for (const part of [
    '<a ',
    '<a href="',
    '<!--',
    '<a href=x ',
    'https://',
    '<title ',
    `<a ${'b '.repeat(990)}`,
  ]) {
    const body = new Uint8Array(Buffer.from(part.repeat(Math.floor(1_000_000 / part.length))));
    const http: Http = { request: async (url) => ({ status: 200, headers: {}, url, body }) };
    await verifyMention(http, MENTION, NOW);
  }
  expect(performance.now() - started).toBeLessThan(3_000);
});
