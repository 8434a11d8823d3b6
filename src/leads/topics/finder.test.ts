/** What makes a match count; and that no text takes long. */
import { expect, test } from 'vitest';
import { topicFinder } from './finder.ts';
import { defaultTopics, type Topic } from './table.ts';

const topic = (more: Partial<Topic>): Topic => ({
  ...{ name: 'prices', label: 'prices', wants: 'guarantees', factor: 2 },
  ...{
    words: ['pricing'],
    weak: ['price'],
    company: ['users', 'price list'],
    unless: ['stock', 'pricing table'],
  },
  ...more,
});
const finder = topicFinder({
  topics: [topic({}), topic({ name: 'other', words: ['pricing', 'other'] })],
  products: [],
});

test.each<[string, string | null]>([
  ['pricing', 'prices'],
  ['our pricing of other things', 'prices'],
  ['other things', 'other'],
  ['the price', null],
  ['price', 'prices'],
  ['the price for users', 'prices'],
  ['a price list', null],
  ['search:price Search for “price”', 'prices'],
  ['/docs/price.html', 'prices'],
  ['/docs/price/list', 'prices'],
  ['docs.acme.example/price', 'prices'],
  ['buy/price question', null],
  ['/docs/price-tags/', null],
  ['stock pricing', 'prices'],
  ['price of a stock for users', null],
  ['pricing tables', 'prices'],
  ['the pricing table', null],
  ['the pricing table shows the pricing', 'prices'],
  ['pricing.c', null],
  ['see pricing.php', 'prices'],
  ['/src/pricing/', null],
  ['feat: pricing', null],
  ['`pricing`', null],
])('“%s” → %s', (text, expected) => {
  expect(finder.topicOf(text)).toBe(expected);
});

test('a match says by which words, and what was passed over and why', () => {
  expect(finder.explain('the price in pricing.c and of other things')).toEqual([
    {
      topic: expect.objectContaining({ name: 'prices' }),
      words: [],
      passedOver: [
        { word: 'pricing', why: 'it stands in code or in the name of a file' },
        { word: 'price', why: 'it needs the company of another word' },
      ],
      counts: false,
    },
    expect.objectContaining({
      topic: expect.objectContaining({ name: 'other' }),
      words: ['other'],
      counts: true,
    }),
  ]);
});

test('no text takes long', () => {
  const { topicOf } = topicFinder({ topics: defaultTopics(), products: [] });
  const million = 1_000_000;
  const bombs = [
    'a',
    'lizenz',
    'single ',
    'vysoka ',
    'vysoka',
    '[re: ',
    'sso.',
    'ha ',
    '1 ',
    '/',
    '高可用',
    '\u0301',
    'price ',
    '“',
  ].map((part) => part.repeat(million / part.length));
  const start = process.cpuUsage();
  for (const bomb of bombs) topicOf(bomb);
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1_000).toBeLessThan(1_500);
});
