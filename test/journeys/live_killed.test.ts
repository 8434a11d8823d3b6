/** kill -9 of the server under load: every event that was answered is there, once. */
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openDatabase, openLog } from '../../src/base/index.ts';
import { leadspring, type Started, start } from '../support/leadspring.ts';
import { tempDir } from '../support/temp_dir.ts';

const KEY = 'journey-write-key-0123456789';
const KILLS = 3;

async function serving(data: string): Promise<{ readonly server: Started; readonly url: string }> {
  const server = start(['--data', data, 'serve', '--port', '0']);
  for await (const chunk of server.child.stderr ?? []) {
    const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(String(chunk))?.[0];
    if (url !== undefined) return { server, url };
  }
  throw new Error('the server did not start');
}

/** Sends events until it is stopped. @returns the ids that were answered */
async function sendUntil(stopped: () => boolean, url: string, mark: string): Promise<string[]> {
  const answered: string[] = [];
  let count = 0;
  const one = async (): Promise<void> => {
    while (!stopped()) {
      const messageId = `${mark}-${count++}`;
      const call = { type: 'track', event: 'Feature Used', userId: `u${count % 50}`, messageId };
      const response = await fetch(`${url}in/segment/v1/track`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Basic ${btoa(`${KEY}:`)}` },
        body: JSON.stringify(call),
      }).catch(() => undefined);
      if (response?.ok) answered.push(messageId);
      else await sleep(5);
    }
  };
  await Promise.all(Array.from({ length: 16 }, one));
  return answered;
}

test('kills under load lose nothing that was answered and double nothing', { timeout: 180_000 }, async () => {
  await using dir = await tempDir();
  const data = join(dir.path, 'data');
  const added = await leadspring(['--data', data, 'sources', 'add', 'segment', '--set', `write_keys=${KEY}`]);
  expect(added.code, added.error).toBe(0);
  const answered: string[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const { server, url } = await serving(data);
    let stopped = false;
    const sending = sendUntil(() => stopped, url, `round-${kill}`);
    await sleep(1_500 + 400 * kill);
    server.child.kill('SIGKILL');
    await server.ended;
    stopped = true;
    answered.push(...(await sending));
  }
  const { server } = await serving(data);
  const db = await waitUntilWorkedOff(data, server);
  try {
    const { rows } = await db.query<{ id: string; times: number }>(
      `select native_id as id, count(*)::int as times from signal group by native_id`,
    );
    const there = new Map(rows.map(({ id, times }) => [id.replace(/^.*?(round-)/, '$1'), times]));
    expect(answered.length).toBeGreaterThan(100);
    expect(answered.filter((id) => !there.has(id))).toEqual([]);
    expect([...there.values()].filter((times) => times !== 1)).toEqual([]);
    console.log(
      `${answered.length} events were answered over ${KILLS} kills; ${there.size} are stored, each once`,
    );
  } finally {
    await db.close();
  }
});

/** Lets the server work everything off, stops it, and opens its database. */
async function waitUntilWorkedOff(data: string, server: Started) {
  await sleep(4_000);
  server.child.kill('SIGTERM');
  if (server.child.exitCode === null) await once(server.child, 'exit');
  await server.ended;
  const db = await openDatabase({ config: { data, databaseUrl: null }, log: openLog('silent'), now: 0 });
  const { rows } = await db.query<{ waiting: number }>('select count(*)::int as waiting from received_event');
  expect(rows[0]?.waiting).toBe(0);
  return db;
}
