/** The cases of the conformance suite: made-up searches, whole ones and spoilt ones. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Conformance,
  type ConformanceInput,
  type HostileFile,
  writeHostile,
} from '../../../../test/support/conformance.ts';

type Json = Readonly<Record<string, unknown>>;

const settings = { date: '2026-04-01' };
const fileOf = (directory: string): string => join(directory, 'searches.json');

const searchOf = (number: number, more: Json = {}): Json => ({
  ...{
    search: `quiet words ${number} jo${number}@secret-4711.example`,
    count: 1 + number,
    nbHits: number % 3,
  },
  ...more,
});
const searches = (from: number, to: number): Json[] =>
  Array.from({ length: to - from }, (_unused, index) => searchOf(from + index));

const ALL: readonly unknown[] = [
  ...searches(0, 35),
  searchOf(40, { search: '' }),
  searchOf(41, { search: 'jo@secret-4711.example' }),
  searchOf(42, { count: 0 }),
  searchOf(43, { count: 'many' }),
  searchOf(44, { search: null }),
  searchOf(45, { date: '2126-01-01' }),
  searchOf(46, { timestamp: 1_775_000_000 }),
];

async function write(directory: string, list: readonly unknown[]): Promise<void> {
  await writeFile(fileOf(directory), JSON.stringify({ searches: list }));
}

async function ordinary(directory: string): Promise<ConformanceInput> {
  await write(directory, ALL);
  return { path: fileOf(directory), settings };
}

const good = JSON.stringify(searches(0, 3));
const HOSTILE: Readonly<Record<string, HostileFile>> = {
  'junk.json': [Uint8Array.from({ length: 10_000 }, (_, i) => 11 + ((i * 7919) % 245)), 0, 'file_corrupt'],
  'cut.json': [good.slice(0, -20), 2, 'file_truncated'],
  'lines.json': [
    searches(0, 3)
      .map((each) => `${JSON.stringify(each)}\n`)
      .join(''),
    3,
  ],
  'odd.json': ['[7, null, [], "x", {"search": {}}]', 0, 'record_malformed'],
  'giant.json': [
    JSON.stringify([searchOf(1, { other: 'x'.repeat(300_000) }), searchOf(2)]),
    1,
    'record_too_large',
  ],
  'long.json': [JSON.stringify([searchOf(1, { search: 'word '.repeat(20_000) })]), 1],
  'nul.json': [JSON.stringify([searchOf(1, { search: 'a\0b \ud800 c' })]), 1],
  'deep.json': [`[${'['.repeat(50_000)}${']'.repeat(50_000)}]`, 0, 'record_malformed'],
};

export const conformance: Conformance = {
  ordinary,
  grow: (directory) => write(directory, [...ALL, ...searches(50, 60)]),
  hostile: (directory) => writeHostile(directory, HOSTILE, settings),
  secrets: ['secret-4711'],
  privateMarks: ['quiet words'],
};
