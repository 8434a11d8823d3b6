/** The cases of the conformance suite: exports of made-up events, whole ones and spoilt ones. */
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  type Conformance,
  type ConformanceInput,
  type HostileFile,
  writeHostile,
} from '../../../../test/support/conformance.ts';
import { eventOf, eventsOf, HEADER, rowOf } from './testing.ts';

const fileOf = (directory: string): string => join(directory, 'events.csv');
const rows = (from: number, to: number): string => eventsOf(from, to).map(rowOf).join('');

async function ordinary(directory: string): Promise<ConformanceInput> {
  const strange = [
    eventOf(40, { dnt: 'true' }),
    eventOf(41, { type: 'blob-fetch' }),
    eventOf(42, { type: 'pixel-fetch', user_agent: 'Googlebot/2.1' }),
    eventOf(43, { time: 'yesterday' }),
    eventOf(44, { time: '2126-01-01 00:00:00' }),
    eventOf(45, { id: '' }),
    eventOf(1),
  ];
  await writeFile(fileOf(directory), `${HEADER}${rows(0, 40)}${strange.map(rowOf).join('')}a,b,c\n`);
  return { path: fileOf(directory) };
}

const JSON_EVENTS = JSON.stringify(eventsOf(0, 5));
const HOSTILE: Readonly<Record<string, HostileFile>> = {
  'whole.json': [JSON_EVENTS, 5],
  'lines.json.gz': [
    gzipSync(
      eventsOf(0, 5)
        .map((event) => `${JSON.stringify(event)}\n`)
        .join(''),
    ),
    5,
  ],
  'cut.json': [JSON_EVENTS.slice(0, -20), 4, 'file_truncated'],
  'cut.csv.gz': [gzipSync(HEADER + rows(0, 40)).subarray(0, 40), 0, 'file_truncated'],
  'junk.csv': [Uint8Array.from({ length: 10_000 }, (_, i) => 11 + ((i * 7919) % 245)), 0, 'record_malformed'],
  'odd.json': ['[7, null, {"id": {}}, [], "x"]', 0, 'record_malformed'],
  'giant.json': [
    JSON.stringify([eventOf(1, { package: 'x'.repeat(2_000_000) }), eventOf(2)]),
    1,
    'record_too_large',
  ],
  'giant.csv': [`${HEADER}${rows(0, 2)}"${'x'.repeat(3_000_000)}`, 2, 'record_malformed'],
  'nul.csv': [HEADER + rowOf(eventOf(1, { package: 'a\0b' })), 1],
  'numbers.json': [JSON.stringify([eventOf(1, { confidence: 9, dnt: false, version: 5 })]), 1],
  'empty.csv': ['', 0],
};

export const conformance: Conformance = {
  ordinary,
  grow: (directory) => appendFile(fileOf(directory), rows(50, 60)),
  hostile: (directory) => writeHostile(directory, HOSTILE),
  secrets: ['device-4711', 'endpoint-4712', 'Version-4713', '50.0874'],
  // Whom Scarf took a visitor for is nobody's to publish.
  privateMarks: ['corp1.example'],
};
