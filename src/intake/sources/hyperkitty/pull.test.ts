import { describe, expect, test } from 'vitest';
import { archiveOf } from './api.ts';
import { allMonths, halves, spanOf } from './months.ts';
import { hyperkitty } from './source.ts';
import { type Archived, archiveServer, NOW, pullAll } from './testing.ts';

const at = (number: number, day: string): Archived => ({ number, day });

async function idsOf(batches: Awaited<ReturnType<typeof pullAll>>): Promise<string[]> {
  const adapt = await hyperkitty.adapter({});
  const answers = await Promise.all(batches.flatMap(({ records }) => records).map((record) => adapt(record)));
  return answers.flatMap(({ messages, failures }) => [
    ...messages.map(({ nativeId }) => nativeId.replace('@list.example', '')),
    ...failures.map(({ code }) => code),
  ]);
}

describe('an archive', () => {
  test('is read month by month, then only the months that have something new', async () => {
    const emails = [at(1, '2026-08-30'), at(2, '2026-09-02'), at(3, '2026-11-03')];
    const log: string[] = [];
    const http = archiveServer(emails, log);
    const cursors = new Map<string, unknown>();
    expect(await idsOf(await pullAll(http, cursors))).toEqual(['1', '2', '3']);
    expect(log).toEqual([
      'list -archived_date 0',
      'list date 0',
      'export 2026-08-01 2026-09-01',
      'export 2026-09-01 2026-10-01',
      'export 2026-10-01 2026-11-01',
      'export 2026-11-01 2026-12-01',
      'export 2026-12-01 2200-01-01',
    ]);
    log.length = 0;
    const again = await pullAll(http, cursors);
    expect(again[0]?.skipped).toBe(3);
    expect(log).toEqual(['list -archived_date 0']);
    emails.push(at(4, '2026-11-09'), at(5, '2026-08-31')); // the second waited for a moderator
    log.length = 0;
    expect(await idsOf(await pullAll(http, cursors))).toEqual(['1', '5', '3', '4']);
    expect(log).toEqual([
      'list -archived_date 0',
      'export 2026-08-01 2026-09-01',
      'export 2026-11-01 2026-12-01',
    ]);
  });

  test('loses nothing that is archived while its first reading stands still', async () => {
    const emails = [at(1, '2026-09-02'), at(2, '2026-11-03')];
    const http = archiveServer(emails);
    const cursors = new Map<string, unknown>();
    await pullAll(http, cursors, 3); // September is stored
    emails.push(at(3, '2026-09-30'));
    expect(await idsOf(await pullAll(http, cursors))).toEqual(['2']);
    expect(await idsOf(await pullAll(http, cursors))).toEqual(['1', '3']);
    expect(await idsOf(await pullAll(http, cursors))).toEqual([]);
  });

  test('is read whole when the last message that was seen is gone', async () => {
    const emails = [at(1, '2026-11-02'), at(2, '2026-11-03')];
    const cursors = new Map<string, unknown>();
    await pullAll(archiveServer(emails), cursors);
    emails.pop();
    emails.push(at(3, '2026-11-04'));
    expect(await idsOf(await pullAll(archiveServer(emails), cursors))).toEqual(['1', '3']);
  });

  test('keeps what broken clocks date', async () => {
    const emails = [at(1, '1970-01-01'), at(2, '2026-11-03'), at(3, '2036-01-01')];
    const log: string[] = [];
    const batches = await pullAll(archiveServer(emails, log));
    expect(batches.flatMap(({ records }) => records)).toHaveLength(3);
    expect(log).toHaveLength(2 + 1 + 37 * 12 - 1 + 1);
  });

  test('a month that is too large for one answer is asked for in parts', async () => {
    const emails = [at(1, '2026-11-01'), at(2, '2026-11-15'), at(3, '2026-11-16'), at(4, '2026-11-16')];
    const log: string[] = [];
    const batches = await pullAll(archiveServer(emails, log, 1));
    expect(await idsOf(batches)).toEqual(['1', '2', 'remote_answer_too_large']);
    expect(log.filter((line) => line.startsWith('export 2026-11-16'))).not.toEqual([]);
  });

  test('makes whole messages of their parts, known by their own ids', async () => {
    const emails = [at(5, '2026-11-01'), at(6, '2026-11-02')];
    const adapt = await hyperkitty.adapter({});
    const records = (await pullAll(archiveServer(emails))).flatMap((batch) => batch.records);
    const [, reply] = await Promise.all(records.map((record) => adapt(record)));
    expect(reply?.messages[0]).toMatchObject({
      nativeId: '6@list.example',
      container: 'users.lists.acme.example',
      visibility: 'public',
      author: { email: 'ana@corp6.example', name: 'Ana Ana' },
      references: ['5@list.example'],
      text: 'Words of message 6. Write to ana(a)corp.example',
    });
  });

  test('is tried with one question', async () => {
    const http = archiveServer([at(1, '2026-11-01')]);
    const job = { http, now: NOW, signal: new AbortController().signal, cursor: async () => undefined };
    const url = 'https://lists.acme.example/archives/list/users@lists.acme.example/latest';
    expect(await hyperkitty.test?.({ ...job, settings: { url } })).toBe(
      'users@lists.acme.example has 1 message',
    );
  });
});

test('the address names a list', () => {
  const list = { base: 'https://x.example/hyperkitty', list: 'a@x.example' };
  expect(archiveOf({ url: 'https://x.example/hyperkitty/list/A@x.example/' })).toEqual(list);
  expect(archiveOf({ url: 'https://x.example/hyperkitty/list/a@x.example/2026/3/' })).toEqual(list);
  expect(archiveOf({ url: 'https://x.example/list/a@x.example' }).base).toBe('https://x.example');
  for (const url of ['https://x.example/hyperkitty', 'ftp://x.example/list/a@x.example', '']) {
    expect(() => archiveOf({ url })).toThrow(expect.objectContaining({ code: 'setting_invalid' }));
  }
});

test('months and their halves', () => {
  expect(allMonths(Date.UTC(2025, 11, 31), Date.UTC(2026, 1, 1))).toEqual([
    '2025-12',
    '2026-01',
    '2026-02',
    'late',
  ]);
  expect(spanOf('2026-12', 0)).toEqual({ start: '2026-12-01', end: '2027-01-01' });
  expect(halves({ start: '2026-02-01', end: '2026-03-01' })).toEqual([
    { start: '2026-02-01', end: '2026-02-15' },
    { start: '2026-02-15', end: '2026-03-01' },
  ]);
  expect(halves({ start: '2026-02-01', end: '2026-02-02' })).toBeUndefined();
});
