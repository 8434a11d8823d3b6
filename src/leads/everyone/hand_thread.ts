/** The thread of `openThreadHand`: does what it is asked, in order. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Database, openDatabase, openLog, toLeadspringError } from '../../base/index.ts';
import { type Hand, openHand, type ReadTable } from './hand.ts';
import type { Answered, Asked, BeginTask, ThreadOptions } from './hands.ts';
import { openReader, useSnapshot } from './reading_store.ts';

if (parentPort === null) throw new Error('this file runs as a worker thread only');
const port = parentPort;
const { connectionString, snapshot } = workerData as ThreadOptions;
let db: Database | null = null;
let hand: Hand | null = null;

async function begin({ context, reading }: BeginTask): Promise<void> {
  hand = openHand(context, (take): ReadTable => {
    const read = openReader(reading, take);
    return async (table) => {
      const config = { data: '', databaseUrl: connectionString };
      db ??= await openDatabase({ config, log: openLog('warn'), now: 0, migrate: false });
      await db.transaction(async (client) => {
        await useSnapshot(client, snapshot);
        await read(client, table);
      });
    };
  });
}

async function answer({ name, argument }: Asked): Promise<unknown> {
  if (name === 'begin') return begin(argument as BeginTask);
  if (hand === null) throw new RangeError('nobody said how to begin');
  if (name !== 'read') {
    // All is read by now.
    await db?.close();
    db = null;
  }
  const method = hand[name] as (argument: unknown) => Promise<unknown>;
  return method(argument);
}

let before = Promise.resolve();
port.on('message', (asked: Asked) => {
  before = before.then(async () => {
    let message: Answered;
    try {
      message = { answer: await answer(asked) };
    } catch (thrown) {
      const { code, message: text } = toLeadspringError(thrown);
      message = { failure: { code, message: text } };
    }
    port.postMessage(message);
  });
});
