import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { topicFinder } from './finder.ts';
import { layOver } from './overlay.ts';
import { productOf } from './product.ts';
import { defaultTopics } from './table.ts';

const over = (text: string) => layOver(defaultTopics(), text, 'mine.yaml');

const OWN = `
topics:
  - name: forestry            # new
    label: forestry reports
    words: { en: harvest report*, de: hiebssatz }
  - name: licence
    add: seat count
    remove: licensing
  - name: hobby
    off: true
products:
  - name: vault
    label: Acme Vault
    sources: [vault-forum]
    paths: [/vault/]
    topics:
      - name: sso
        add: badge reader
      - name: backup
        off: true
`;

describe('an operator’s own topics', () => {
  const table = over(OWN);
  const about = (text: string, product: string | null = null) => topicFinder(table, product).topicOf(text);

  test('add topics and words, take words away, switch topics off', () => {
    expect(about('Harvest reports of May')).toBe('forestry');
    expect(about('Hiebssatz')).toBe('forestry');
    expect(about('Seat count')).toBe('licence');
    expect(about('licensing')).toBeNull();
    expect(about('homelab')).toBeNull();
    expect(about('SAML')).toBe('sso');
    expect(table.topics.find(({ name }) => name === 'forestry')).toMatchObject({
      factor: 2,
      wants: 'guarantees',
    });
  });

  test('words of a product count for it only', () => {
    expect([about('Badge reader'), about('Badge reader', 'vault')]).toEqual([null, 'sso']);
    expect([about('Backups'), about('Backups', 'vault')]).toEqual(['backup', null]);
    expect(about('Harvest report', 'vault')).toBe('forestry');
  });

  test.each<[string, readonly string[], string | null]>([
    ['/vault/docs/', [], 'vault'],
    ['/Vault/docs/', [], 'vault'],
    ['/other/vault/', [], null],
    ['4711', ['vault-forum', 'shop'], 'vault'],
    ['4711', ['shop'], null],
  ])('%s of %j belongs to %s', (key, sources, product) => {
    expect(productOf(table.products, { key, sources })).toBe(product);
  });

  test('an empty file changes nothing', () => {
    expect(over('# nothing yet')).toEqual({ topics: defaultTopics(), products: [] });
  });
});

test.each<[string, string, number | undefined, string | undefined, RegExp]>([
  ['no YAML', 'topics: [', 1, undefined, /is not YAML, from line 1 on/],
  ['an unknown key', 'topics: []\ntopic: []', undefined, '', /topic/],
  [
    'a new topic without a label',
    'topics:\n  - name: sso\n  - name: new',
    3,
    'topics.1.name',
    /needs a `label`/,
  ],
  ['no word', 'topics:\n  - name: sso\n    add: c++', 3, 'topics.0.add', /“c\+\+” is no word/],
  [
    'a stranger taken away',
    'topics:\n  - name: sso\n    remove: ssoo',
    3,
    'topics.0.remove',
    /“ssoo” is no word of sso/,
  ],
  ['a topic twice', 'topics:\n  - name: sso\n  - name: sso', 3, 'topics.1.name', /stands here twice/],
  ['a factor of nothing', 'topics:\n  - name: sso\n    factor: 0', 3, 'topics.0.factor', /factor/],
  ['a product of nothing', 'products:\n  - name: vault', 2, 'products.0', /owns at least one/],
  [
    'a new topic of a product',
    'products:\n  - name: vault\n    paths: [/v/]\n    topics:\n      - name: new',
    ...([5, 'products.0.topics.0.name', /define it under `topics` first/] as const),
  ],
])('refuses %s', (_, text, line, field, message) => {
  const place = line === undefined ? expect.anything() : expect.objectContaining({ file: 'mine.yaml', line });
  expect(() => over(text)).toThrow(
    expect.objectContaining({
      code: 'setting_invalid',
      message: expect.stringMatching(message),
      where: place,
    }),
  );
  if (field !== undefined)
    expect(() => over(text)).toThrow(expect.objectContaining({ where: expect.objectContaining({ field }) }));
});

test('the example of the guide holds', () => {
  const guide = readFileSync(new URL('../../../docs/guide/how-scores-work.md', import.meta.url), 'utf8');
  const table = over(/```yaml\n# topics\.yaml\n([\s\S]*?)```/.exec(guide)?.[1] ?? 'the guide has none');
  const about = (text: string, product: string | null = null) => topicFinder(table, product).topicOf(text);
  expect([about('Is it hosted in the EU?'), about('Serverstandorte')]).toEqual([
    'data_residency',
    'data_residency',
  ]);
  expect([about('Named users'), about('EULA'), about('Backups')]).toEqual(['licence', null, null]);
  expect([about('Shards in production'), about('Shards'), about('Shard key')]).toEqual([
    ...['high_availability', 'high_availability', null],
  ]);
  expect([about('Badge readers'), about('Badge readers', 'vault')]).toEqual([null, 'sso']);
  const tried = /try "([^"]+)"\n {4}Topic: (\w+)/.exec(guide);
  expect(about(tried?.[1] ?? '')).toBe(tried?.[2]);
});
