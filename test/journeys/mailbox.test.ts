/** A mailbox on a real server: set up with its password, read, listened to; new mail is there without anybody asking. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Database, openLog, openSecrets } from '../../src/base/index.ts';
import { addSource, startIntake } from '../../src/intake/index.ts';
import { freshDatabase } from '../support/database.ts';
import { dovecot, MAILBOX, startDovecot } from '../support/dovecot.ts';
import { describeWith } from '../support/needs.ts';

const NOW = Date.UTC(2026, 10, 24);

function mail(number: number): string {
  return [
    `Message-ID: <${number}@corp.example>`,
    `From: Ana Example <ana@corp.example>`,
    `To: support@acme.example`,
    `Date: Mon, 23 Nov 2026 10:0${number}:00 +0000`,
    `Subject: Question ${number}`,
    '',
    'How do we connect it to our directory?',
    '',
  ].join('\r\n');
}

async function waitFor(db: Database, messages: number): Promise<number> {
  for (let waited = 0; waited < 40_000; waited += 200) {
    const { rows } = await db.query<{ count: number }>('select count(*)::int as count from message');
    if ((rows[0]?.count ?? 0) >= messages) return waited;
    await sleep(200);
  }
  throw new Error(`${messages} messages did not come`);
}

describeWith(dovecot(), 'a mailbox that is listened to', (program) => {
  test('is read, and new mail comes by itself', { timeout: 120_000 }, async () => {
    await using server = await startDovecot(program);
    await using fresh = await freshDatabase();
    const { db } = fresh;
    await server.deliver([mail(1), mail(2)]);
    const secrets = openSecrets('the key of this journey');
    const network = {
      http: { request: () => Promise.reject(new Error('no HTTP here')) },
      dial: async () => '127.0.0.1',
    };
    const to = { db, secrets: () => secrets, network, now: NOW };
    const settings = { host: 'mail.acme.example', port: String(server.port), security: 'none', ...MAILBOX };
    const added = await addSource(to, { kind: 'imap', settings, everyMinutes: 10_000 });
    expect(added.found).toContain('2 messages');
    const { rows } = await db.query<{ settings: string }>('select settings::text as settings from source');
    expect(rows[0]?.settings).not.toContain(MAILBOX.password);
    const stored: (readonly string[] | null)[] = [];
    let now = NOW;
    const worker = startIntake({
      ...{ db, secrets: to.secrets, network, threads: 0, pull: true, log: openLog('silent') },
      clock: () => ++now,
      stored: async (ids) => void stored.push(ids),
    });
    try {
      await waitFor(db, 2);
      await server.deliver([mail(3)]);
      await waitFor(db, 3);
    } finally {
      await worker.close();
    }
    // Whoever wrote is told, so that their leads follow: three handles of people and one of their firm, or more.
    expect(new Set(stored.flatMap((ids) => ids ?? [])).size).toBeGreaterThan(1);
    expect(stored).not.toContain(null);
    const { rows: kept } = await db.query<{ visibility: string }>('select distinct visibility from message');
    expect(kept).toEqual([{ visibility: 'private' }]);
  });
});
