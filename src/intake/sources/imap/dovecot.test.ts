/** Against a real server: Dovecot as Debian ships it. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import tls from 'node:tls';
import { expect, test } from 'vitest';
import { type Dovecot, dovecot, MAILBOX, startDovecot } from '../../../../test/support/dovecot.ts';
import { describeWith } from '../../../../test/support/needs.ts';
import type { PullJob } from '../../contract.ts';
import { imap } from './source.ts';
import { jobOf, message, pullAll } from './testing.ts';
import { watchImap } from './watch.ts';

const PATIENT = { timeout: 120_000 };

function settingsOf(server: Dovecot, more: PullJob['settings'] = {}): PullJob['settings'] {
  return { port: server.port, security: 'none', ...MAILBOX, ...more };
}

/** What the records of batches become: native ids, drop reasons, erased ids, codes. */
async function fates(
  batches: Awaited<ReturnType<typeof pullAll>>,
  settings: PullJob['settings'] = {},
): Promise<string[]> {
  const adapt = await imap.adapter(settings);
  const all: string[] = [];
  for (const record of batches.flatMap(({ records }) => records)) {
    const { messages, dropped, erasures = [], failures } = await adapt(record);
    all.push(
      ...messages.map(({ nativeId, visibility }) => `${visibility} ${nativeId}`),
      ...Object.keys(dropped),
      ...erasures.map((erasure) => `erased ${'nativeId' in erasure ? erasure.nativeId : ''}`),
      ...failures.map(({ code }) => code),
    );
  }
  return all;
}

describeWith(dovecot(), 'a mailbox on Dovecot', (program) => {
  test('is logged in to, read once, and left as it is', async () => {
    await using server = await startDovecot(program);
    await server.deliver([message(1), message(2)]);
    const settings = settingsOf(server);
    expect(await imap.test?.(jobOf({ settings }))).toBe(
      'logged in as support@acme.example; INBOX has 2 messages',
    );
    const cursors = new Map<string, unknown>();
    expect(await fates(await pullAll({ settings, cursors }))).toEqual([
      'private 1@corp.example',
      'private 2@corp.example',
    ]);
    expect(await pullAll({ settings, cursors })).toEqual([{ records: [], cursors: [], skipped: 2 }]);
    await server.deliver([message(3)]);
    expect(await fates(await pullAll({ settings, cursors }))).toEqual(['private 3@corp.example']);
    const seen = server.admin('search', '-u', MAILBOX.user, 'mailbox', 'INBOX', 'SEEN');
    expect(seen.trim()).toBe('');
    expect(JSON.stringify([...cursors])).not.toContain('support@');
  });

  test(
    '10,000 messages come in small batches, through a crash of the server, each once',
    PATIENT,
    async () => {
      await using server = await startDovecot(program);
      const count = 10_000;
      await server.deliver(
        Array.from({ length: count }, (_, i) => message(i, 'x'.repeat(i % 1000 === 7 ? 1_500_000 : 500))),
      );
      const cursors = new Map<string, unknown>();
      const ids = new Set<string>();
      let largest = 0;
      let read = 0;
      const batches = await pullAll(
        { settings: settingsOf(server), cursors },
        async ({ records }, number) => {
          const sizes = records.map(({ body }) => ('raw' in body ? (body.raw?.length ?? 0) : 0));
          largest = Math.max(
            largest,
            sizes.reduce((sum, size) => sum + size, 0),
          );
          read += records.length;
          for (const { id } of records) ids.add(id);
          expect(records.length).toBeLessThanOrEqual(200);
          if (number !== 20) return;
          await server.kill();
          setTimeout(() => void server.start(), 300);
        },
      );
      expect({ read, ids: ids.size }).toEqual({ read: count, ids: count });
      expect(largest).toBeLessThan(4_000_000);
      expect(batches.length).toBeGreaterThan(50);
      expect(await pullAll({ settings: settingsOf(server), cursors })).toEqual([
        { records: [], cursors: [], skipped: count },
      ]);
    },
  );

  test('goes on behind the last stored batch after a run that broke off', async () => {
    await using server = await startDovecot(program);
    await server.deliver(Array.from({ length: 450 }, (_, i) => message(i)));
    const settings = settingsOf(server);
    const cursors = new Map<string, unknown>();
    const broken = pullAll({ settings, cursors }, (_, number) => {
      if (number === 2) throw new Error('the run is killed');
    });
    await expect(broken).rejects.toThrow('the run is killed');
    const rest = await pullAll({ settings, cursors });
    expect(rest.flatMap(({ records }) => records)).toHaveLength(50);
  });

  test('that numbers its messages anew is read again, and nothing doubles', async () => {
    await using server = await startDovecot(program);
    await server.deliver([message(1), message(2)]);
    const settings = settingsOf(server);
    const cursors = new Map<string, unknown>();
    const first = await fates(await pullAll({ settings, cursors }));
    server.admin('mailbox', 'update', '-u', MAILBOX.user, '--uid-validity', '4711', 'INBOX');
    const again = await pullAll({ settings, cursors });
    expect(again[0]?.notes?.[0]).toContain('numbered anew');
    expect(await fates(again)).toEqual(first);
    expect([...cursors.values()]).toMatchObject([{ validity: '4711' }]);
    expect(await fates(await pullAll({ settings, cursors }))).toEqual([]);
  });

  test('tells of new mail at once, also after it was away', PATIENT, async () => {
    await using server = await startDovecot(program);
    await server.deliver([message(1)]);
    const ending = new AbortController();
    const news = watchImap(jobOf({ settings: settingsOf(server), signal: ending.signal }));
    await news.next(); // the connection is there
    const told = news.next();
    let early = true;
    void told.then(() => {
      early = false;
    });
    await sleep(700);
    expect(early).toBe(true);
    await server.deliver([message(2)]);
    expect(await told).toEqual({ done: false, value: undefined });
    expect(await server.log()).not.toMatch(/error/i);
    const after = news.next();
    await server.kill();
    await server.deliver([message(3)]);
    await server.start();
    expect(await after).toEqual({ done: false, value: undefined });
    const last = news.next();
    ending.abort();
    expect(await last).toMatchObject({ done: true });
  });

  test('does not take a wrong password or a folder that is not there', async () => {
    await using server = await startDovecot(program);
    const wrong = pullAll({ settings: settingsOf(server, { password: 'tok3n-4711' }) });
    const error = await wrong.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'remote_refused' });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('tok3n-4711');
    const absent = pullAll({ settings: settingsOf(server, { folder: 'Lists/absent' }) });
    await expect(absent).rejects.toMatchObject({ code: 'remote_not_found' });
  });

  test.each(['tls', 'starttls'])(
    'with %s, no password goes to a server nobody vouches for',
    async (security) => {
      await using server = await startDovecot(program);
      await server.deliver([message(1)]);
      const port = security === 'tls' ? server.tlsPort : server.port;
      const settings = settingsOf(server, { security, port });
      await expect(pullAll({ settings })).rejects.toMatchObject({ code: 'remote_answer_malformed' });
      expect(await server.log()).not.toContain('Login');
      const before = tls.getCACertificates();
      const trusted = await readFile(join(dirname(server.config), 'cert.pem'), 'utf8');
      tls.setDefaultCACertificates([...before, trusted]);
      try {
        expect(await fates(await pullAll({ settings }))).toEqual(['private 1@corp.example']);
        expect(await server.log()).toMatch(/Login: .*TLS/);
      } finally {
        tls.setDefaultCACertificates(before);
      }
    },
  );

  test('shows what is marked as deleted: left out, and followed only when asked to', async () => {
    await using server = await startDovecot(program);
    await server.deliver([message(1), message(2), message(3)]);
    const mark = (uid: number): string =>
      server.admin('flags', 'add', '-u', MAILBOX.user, '\\Deleted', 'mailbox', 'INBOX', 'uid', String(uid));
    mark(2);
    const cursors = new Map<string, unknown>();
    const settings = settingsOf(server);
    expect(await fates(await pullAll({ settings, cursors }))).toEqual([
      'private 1@corp.example',
      'deleted',
      'private 3@corp.example',
    ]);
    mark(3);
    expect(await fates(await pullAll({ settings, cursors }))).toEqual([]);
    const following = settingsOf(server, { follow_deletions: true });
    expect(await fates(await pullAll({ settings: following, cursors }))).toEqual([
      'erased 2@corp.example',
      'erased 3@corp.example',
    ]);
  });

  test('is followed when messages leave it, unless most leave at once', async () => {
    await using server = await startDovecot(program);
    await server.deliver(Array.from({ length: 60 }, (_, i) => message(i + 1)));
    const settings = settingsOf(server, { follow_deletions: true });
    const cursors = new Map<string, unknown>();
    await pullAll({ settings, cursors });
    const remove = (...which: string[]): string =>
      server.admin('expunge', '-u', MAILBOX.user, 'mailbox', 'INBOX', ...which);
    remove('uid', '7,9');
    await server.deliver([message(61)]);
    expect(await fates(await pullAll({ settings, cursors }))).toEqual([
      'erased 7@corp.example',
      'erased 9@corp.example',
      'private 61@corp.example',
    ]);
    expect(await fates(await pullAll({ settings, cursors }))).toEqual([]);
    remove('uid', '61');
    expect(await fates(await pullAll({ settings, cursors }))).toEqual(['erased 61@corp.example']);
    remove('uid', '1:50');
    const [kept] = await pullAll({ settings, cursors });
    expect(kept).toMatchObject({
      records: [],
      notes: ['48 messages left INBOX at once, more than stayed: they are kept here'],
    });
  });

  test('a message beyond the limit fails with a code, the others are read', async () => {
    await using server = await startDovecot(program);
    await server.deliver([message(1), message(2, 'y'.repeat(50_000)), message(3)]);
    const settings = settingsOf(server, { max_message_bytes: 10_000, visibility: 'public' });
    expect(await fates(await pullAll({ settings }), settings)).toEqual([
      'public 1@corp.example',
      'mail_too_large',
      'public 3@corp.example',
    ]);
  });
});
