import { appendFile, chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../../../../test/support/temp_dir.ts';
import type { Batch } from '../../contract.ts';
import type { MailBody } from '../../mail/record.ts';
import { zipOf } from '../slack/testing.ts';
import { tarOf } from '../zulip/testing.ts';
import { recognizeMail } from './recognize.ts';
import { readAll } from './testing.ts';

const message = (id: number | string, body = 'x') =>
  `From: ana@corp.example\nDate: Tue, 3 Mar 2020 10:11:12 +0000\nMessage-ID: <${id}@x>\n\n${body}\n`;
const inMbox = (id: number | string, body?: string) =>
  `From ana@corp.example Tue Mar  3 10:11:12 2020\n${message(id, body)}\n`;
const mbox = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => inMbox(from + i)).join('');

const records = (batches: readonly Batch<MailBody>[]) => batches.flatMap((batch) => batch.records);
const ids = (batches: readonly Batch<MailBody>[]) =>
  records(batches).map(({ body }) =>
    body.raw === null ? body.problem?.code : /<(.*)@x>/.exec(Buffer.from(body.raw).toString('latin1'))?.[1],
  );
const skipped = (batches: readonly Batch<MailBody>[]) =>
  batches.reduce((sum, batch) => sum + (batch.skipped ?? 0), 0);
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => String(from + i));

/** Root may read everything, so for a while this process is somebody else. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('an mbox', () => {
  it.each([
    ['plain', (data: Buffer) => data],
    ['gzip', gzipSync],
    [
      'gzip in two members',
      (data: Buffer) => Buffer.concat([gzipSync(data.subarray(0, 99)), gzipSync(data.subarray(99))]),
    ],
    ['zstd', zstdCompressSync],
    [
      'zstd in two frames',
      (data: Buffer) =>
        Buffer.concat([zstdCompressSync(data.subarray(0, 99)), zstdCompressSync(data.subarray(99))]),
    ],
    [
      'zstd with a skippable frame',
      (data: Buffer) =>
        Buffer.concat([Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]), zstdCompressSync(data)]),
    ],
  ])('is read: %s', async (_, pack) => {
    await using dir = await tempDir();
    const path = join(dir.path, 'users.mbox');
    await writeFile(path, pack(Buffer.from(mbox(0, 1200))));
    const batches = await readAll(path);
    expect(ids(batches)).toEqual(range(0, 1200));
    expect(batches.map((batch) => batch.records.length)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(records(batches)[1]).toMatchObject({
      place: { file: path, line: 8 },
      body: { container: 'users', separator: 'From ana@corp.example Tue Mar  3 10:11:12 2020' },
    });
  });

  it('that is read already is passed over, all but its last message', async () => {
    await using dir = await tempDir();
    const path = join(dir.path, 'users.mbox');
    const cursors = new Map();
    await writeFile(path, mbox(0, 1200));
    await readAll(path, cursors);
    const again = await readAll(path, cursors);
    expect([skipped(again), ids(again)]).toEqual([1199, ['1199']]);
  });

  it('that grew and was packed is read from where it grew', async () => {
    await using dir = await tempDir();
    const path = join(dir.path, 'users.mbox');
    const cursors = new Map();
    await writeFile(path, mbox(0, 1200));
    await readAll(path, cursors);
    await appendFile(path, mbox(1200, 1300));
    const grown = await readAll(path, cursors);
    expect([skipped(grown), ids(grown)]).toEqual([1199, range(1199, 1300)]);
    const packed = join(dir.path, 'users-2020.mbox.gz');
    await writeFile(packed, gzipSync(mbox(0, 1300)));
    expect(skipped(await readAll(packed, cursors))).toBe(1299);
  });

  it('whose last message was cut off is read again from that message', async () => {
    await using dir = await tempDir();
    const path = join(dir.path, 'users.mbox');
    const cursors = new Map();
    await writeFile(path, mbox(0, 3).slice(0, -4));
    await readAll(path, cursors);
    await writeFile(path, mbox(0, 4));
    expect(ids(await readAll(path, cursors))).toEqual(['2', '3']);
  });

  it.each([
    ['changed', [inMbox(0), inMbox(1, 'other'), mbox(2, 10)].join('')],
    ['shorter', mbox(0, 5)],
  ])('that was %s is read whole', async (_, text) => {
    await using dir = await tempDir();
    const path = join(dir.path, 'users.mbox');
    const cursors = new Map();
    await writeFile(path, mbox(0, 10));
    await readAll(path, cursors);
    await writeFile(path, text);
    const again = await readAll(path, cursors);
    expect([skipped(again), ids(again).length]).toEqual([0, text.split('Message-ID').length - 1]);
  });

  it('goes on after a stop at any batch', async () => {
    await using dir = await tempDir();
    const path = join(dir.path, 'users.mbox');
    await writeFile(path, mbox(0, 1700));
    for (const stopAfter of [1, 2, 3]) {
      const cursors = new Map();
      const before = await readAll(path, cursors, { stopAfter });
      const after = await readAll(path, cursors);
      expect(ids([...before, ...after])).toEqual(range(0, 1700));
      expect(skipped(after)).toBe(stopAfter * 200);
    }
  });

  it('with a message too large fails it and goes on', async () => {
    await using dir = await tempDir();
    const path = join(dir.path, 'users.mbox');
    await writeFile(path, inMbox(0) + inMbox(1, 'y'.repeat(5000)) + inMbox(2));
    const batches = await readAll(path, new Map(), { settings: { max_message_bytes: 2000 } });
    expect(ids(batches)).toEqual(['0', 'mail_too_large', '2']);
    expect(records(batches)[1]?.place).toEqual({ file: path, line: 8 });
  });

  it.each([
    ['gzip', gzipSync, 'file_truncated'],
    ['zstd', zstdCompressSync, 'file_truncated'],
  ] as const)('that is truncated %s gives whole messages, then the failure', async (_, pack, code) => {
    await using dir = await tempDir();
    const path = join(dir.path, 'users.mbox');
    const noise = Array.from({ length: 4000 }, (_, i) => inMbox(i, String(Math.sin(i)).repeat(20))).join('');
    const packed = pack(Buffer.from(noise));
    await writeFile(path, packed.subarray(0, packed.length - 20));
    const found = ids(await readAll(path));
    expect(found.at(-1)).toBe(code);
    expect(found.slice(0, -1)).toEqual(range(0, found.length - 1));
    expect(found.length).toBeGreaterThan(1000);
  });

  it('that is damaged gives the failure', async () => {
    await using dir = await tempDir();
    const path = join(dir.path, 'users.mbox.gz');
    const packed = gzipSync(Buffer.from(mbox(0, 5)));
    await writeFile(path, Buffer.concat([packed, Buffer.from('garbage after the end')]));
    expect(ids(await readAll(path)).at(-1)).toBe('file_corrupt');
  });
});

describe('files and directories', () => {
  it('reads a Maildir with its folders, without tmp', async () => {
    await using dir = await tempDir();
    for (const folder of ['cur', 'new', 'tmp', '.Sent/cur', '.Sent/new', '.git'])
      await mkdir(join(dir.path, folder), { recursive: true });
    await writeFile(join(dir.path, 'cur', 'b:2,S'), message('b'));
    await writeFile(join(dir.path, 'cur', 'a:2,S'), message('a'));
    await writeFile(join(dir.path, 'new', 'c'), message('c'));
    await writeFile(join(dir.path, 'tmp', 'd'), message('d'));
    await writeFile(join(dir.path, '.Sent', 'cur', 'e'), message('e'));
    await writeFile(join(dir.path, '.git', 'f'), message('f'));
    await writeFile(join(dir.path, 'dovecot.index'), 'not mail');
    const batches = await readAll(dir.path);
    expect(ids(batches)).toEqual(['a', 'b', 'c', 'e']);
    expect(records(batches)[3]?.body.container).toBe('.Sent');
  });

  it('reads a folder of anything by content, in order, and tells what is not mail', async () => {
    await using dir = await tempDir();
    await mkdir(join(dir.path, 'users', 'deeper'), { recursive: true });
    await writeFile(join(dir.path, 'users', '2020-March.txt'), mbox(1, 3));
    await writeFile(join(dir.path, 'users', '7'), message('seven'));
    await writeFile(join(dir.path, 'users', 'deeper', 'a.eml.gz'), gzipSync(message('packed')));
    await writeFile(join(dir.path, 'users', 'notes.md'), '# Notes\n');
    await symlink(dir.path, join(dir.path, 'users', 'loop'));
    const batches = await readAll(dir.path);
    expect(ids(batches)).toEqual(['1', '2', 'seven', 'packed']);
    expect(records(batches)[0]?.body.container).toBe('users');
    expect(batches.at(-1)?.notes).toEqual([expect.stringContaining('notes.md')]);
  });

  it('takes one .eml, and a sha256 for its id', async () => {
    await using dir = await tempDir();
    await writeFile(join(dir.path, 'a.eml'), 'not even a header');
    const [record] = records(await readAll(join(dir.path, 'a.eml')));
    expect(record?.id).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(record?.body.raw?.buffer.byteLength).toBe(17);
  });

  it.each([
    ['a file that is gone', 'none', 'file_not_found'],
    ['junk', 'junk', 'mail_malformed'],
    ['a single message that is too large', 'large.eml', 'mail_too_large'],
    ['a packed message that is too large', 'large.eml.gz', 'mail_too_large'],
  ])('fails %s with a code', async (_, name, code) => {
    await using dir = await tempDir();
    await writeFile(join(dir.path, 'junk'), Buffer.alloc(5000, 7));
    await writeFile(join(dir.path, 'large.eml'), message('a', 'x'.repeat(5000)));
    await writeFile(join(dir.path, 'large.eml.gz'), gzipSync(message('a', 'x'.repeat(5000))));
    const batches = await readAll(join(dir.path, name), new Map(), { settings: { max_message_bytes: 2000 } });
    expect(ids(batches)).toEqual([code]);
  });

  it('fails a file it may not read, and goes on', async () => {
    await using dir = await tempDir();
    await writeFile(join(dir.path, 'a.eml'), message('a'));
    await writeFile(join(dir.path, 'b.eml'), message('b'));
    await chmod(dir.path, 0o755);
    await chmod(join(dir.path, 'a.eml'), 0);
    expect(ids(await asNobody(() => readAll(dir.path)))).toEqual(['file_not_readable', 'b']);
  });

  it('finds nothing in an empty file or folder', async () => {
    await using dir = await tempDir();
    expect(await readAll(dir.path)).toEqual([]);
    await writeFile(join(dir.path, 'empty.mbox'), '');
    expect(await readAll(join(dir.path, 'empty.mbox'))).toEqual([]);
  });
});

describe('an archive of mbox files', () => {
  const TOPICS = 'Takeout/Groups/users@groups.example/topics.mbox';

  it.each([
    ['messages.zip', { 'messages.mbox': mbox(0, 5) }, 'acme users'],
    [
      'takeout.zip',
      { 'Takeout/archive_browser.html': '<html>', [TOPICS]: mbox(0, 5) },
      'users.groups.example',
    ],
  ])('%s', async (name, files, container) => {
    await using dir = await tempDir();
    const folder = join(dir.path, 'acme users');
    await mkdir(folder);
    const path = join(folder, name);
    await writeFile(path, zipOf(files));
    const batches = await readAll(path);
    expect(ids(batches)).toEqual(range(0, 5));
    expect(records(batches)[0]?.body).toMatchObject({ container });
    expect(
      recognizeMail({ path, isDirectory: false, entries: [], head: zipOf(files) }),
    ).toBeGreaterThanOrEqual(0.9);
  });

  it('is read in a .tgz, too, and grows', async () => {
    await using dir = await tempDir();
    const path = join(dir.path, 'takeout.tgz');
    const cursors = new Map<string, unknown>();
    await writeFile(path, tarOf({ [TOPICS]: mbox(0, 5) }));
    expect(ids(await readAll(path, cursors))).toEqual(range(0, 5));
    await writeFile(path, tarOf({ [TOPICS]: mbox(0, 7) }));
    const again = await readAll(path, cursors);
    expect([ids(again), skipped(again)]).toEqual([range(4, 7), 4]);
  });

  it('that is damaged says so, and gives what could be read', async () => {
    await using dir = await tempDir();
    const path = join(dir.path, 'takeout.zip');
    const whole = zipOf({ 'a.mbox': mbox(0, 3), 'b.mbox': mbox(3, 6) }, (size) => size - 1);
    await writeFile(path, whole);
    expect(ids(await readAll(path)).at(-1)).toBe('file_corrupt');
    await writeFile(path, whole.subarray(0, 200));
    expect(ids(await readAll(path))).toEqual(['file_corrupt']);
  });
});
