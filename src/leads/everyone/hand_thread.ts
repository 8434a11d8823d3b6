/** The thread of `openThreadHand`: does what it is asked, in order. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Database, reopenDatabase, toFailure } from '../../base/index.ts';
import { type Hand, openHand, type ReadActs } from './hand.ts';
import type { Answered, Asked, BeginTask, ThreadOptions } from './hands.ts';
import { writePieces } from './packs_store.ts';
import { openReader, useSnapshot } from './reading_store.ts';

if (parentPort === null) throw new Error('this file runs as a worker thread only');
const port = parentPort;
const { connectionString, snapshot } = workerData as ThreadOptions;
let db: Database | null = null;
let hand: Hand | null = null;

async function begin({ context, reading }: BeginTask): Promise<void> {
  hand = openHand(context, (take, aside): ReadActs => {
    const read = openReader(reading, take, aside);
    return async (task) => {
      db ??= await reopenDatabase(connectionString);
      const made = await db.transaction(async (client) => {
        await useSnapshot(client, snapshot);
        return read(client, task);
      });
      if (made === null) return;
      const { month, pieces } = made;
      await db.transaction((client) => writePieces(client, month, pieces, aside.read));
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
      message = { failure: toFailure(thrown) };
    }
    port.postMessage(message);
  });
});
