/** Thousands of small feeds with what a well-tried parser makes of them, where they are at hand. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { walkFiles } from '../../files/walk.ts';
import { parseDate } from '../../mail/dates.ts';
import { htmlToText } from '../../text/html.ts';
import { entryAdapter } from './adapt.ts';
import { decodeFeed } from './decode.ts';
import { type Entry, entriesOf } from './entries.ts';
import { recordsOf } from './record.ts';

const DATA = join(import.meta.dirname, '../../../../../shared/data/feeds-feedparser.tar.gz');
/** `entries[0]['title'] == 'x'`, of the first entry. */
const EXPECTED =
  /entries\[0\](?:\[['"]|\.)(title|link|published|updated|published_parsed|updated_parsed)(?:['"]\])?\s*==\s*(?:u?'((?:[^'\\]|\\.)*)'|u?"((?:[^"\\]|\\.)*)"|\(([\d, ]+)\))/g;

/** A string of Python without its escapes. */
const unescaped = (text: string): string =>
  text.replace(/\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|(.))/gi, (_all, wide, narrow, other: string) => {
    if (other !== undefined) return { n: '\n', t: '\t', r: '\r' }[other] ?? other;
    return String.fromCharCode(Number.parseInt(wide ?? narrow, 16));
  });
const oneLine = (html: string): string => htmlToText(html).replace(/\s+/g, ' ').trim();

function agrees(
  entry: Entry | undefined,
  field: string,
  text: string | undefined,
  parts: string | undefined,
): boolean {
  if (entry === undefined) return false;
  if (field === 'title') return entry.title === oneLine(unescaped(text ?? ''));
  if (field === 'link') {
    const link = unescaped(text ?? '');
    return entry.link === (URL.canParse(link) ? new URL(link).href : '');
  }
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = (parts ?? '')
    .split(',')
    .map(Number);
  const at =
    parts === undefined
      ? parseDate(unescaped(text ?? ''))
      : Date.UTC(year, month - 1, day, hour, minute, second);
  return parseDate(entry.published) === at;
}

test('no crash, and titles, links and dates as expected', { timeout: 60_000 }, async ({ skip }) => {
  if (!existsSync(DATA)) skip('../shared/data/feeds-feedparser.tar.gz is not here');
  const adapt = entryAdapter({ own: false, names: () => true });
  const counts = { files: 0, feeds: 0, entries: 0 };
  const right: Record<string, [right: number, all: number]> = { title: [0, 0], link: [0, 0], date: [0, 0] };
  const wrong: string[] = [];
  for await (const { name, bytes } of walkFiles(DATA, /tests\/.*\.(?:xml|json)$/)) {
    const text = decodeFeed(new Uint8Array(await buffer(bytes)));
    counts.files++;
    for (const record of recordsOf(text, 'http://127.0.0.1:8097/', { file: name }) ?? []) {
      const { units, signals, dropped, failures } = adapt(record);
      expect(signals.length + Object.keys(dropped).length + failures.length, name).toBe(units);
      counts.entries++;
    }
    const entries = entriesOf(text, 'http://127.0.0.1:8097/');
    if (entries === undefined) continue;
    counts.feeds++;
    const [head = ''] = text.split('-->', 1);
    for (const [, field = '', single, double, parts] of head.matchAll(EXPECTED)) {
      const kind = /title|link/.test(field) ? field : 'date';
      const tally = right[kind] ?? [0, 0];
      tally[1]++;
      if (agrees(entries[0], field, single ?? double, parts)) tally[0]++;
      else
        wrong.push(
          `${name} ${field} ${single ?? double ?? parts} | ${JSON.stringify(entries[0])?.slice(0, 200)}`,
        );
    }
  }
  expect(counts.files).toBeGreaterThan(1_500);
  expect(counts.feeds).toBeGreaterThan(1_700);
  // What does not agree: titles in base64, of media, or cleaned otherwise; a Content-Location; two dates in one entry.
  const enough = { title: 0.85, link: 0.9, date: 0.9 };
  for (const [kind, share] of Object.entries(enough)) {
    const [agreed = 0, all = 0] = right[kind] ?? [];
    expect(all, kind).toBeGreaterThan(10);
    expect(agreed / all, wrong.join('\n')).toBeGreaterThan(share);
  }
});
