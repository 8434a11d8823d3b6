/** A worker thread that adapts records of one source. Loads that source alone: threads should start fast and stay small. */
import { parentPort, workerData } from 'node:worker_threads';
import type { SettingValues, Source, SourceRecord } from '../contract.ts';
import { adapterOf } from './adapt_all.ts';
import { spentBuffers } from './buffers.ts';
import { sender } from './wire.ts';

const { kind, now, settings } = workerData as { kind: string; now: number; settings: SettingValues };
if (parentPort === null) throw new Error('this file runs as a worker thread only');
const port = parentPort;

// A source stands in the folder of its name and is the export of its file that has that name.
const exports = (await import(`../sources/${kind}/source.ts`)) as Readonly<Record<string, Source>>;
const source = Object.values(exports).find((each) => each.name === kind);
if (source === undefined) throw new Error(`no source of the name ${kind}`);
const adaptAll = adapterOf(await source.adapter(settings), now);
const send = sender();

interface Given {
  readonly records: readonly SourceRecord<unknown>[];
  /** What of the records' bytes goes back to be filled again. */
  readonly blocks: readonly ArrayBuffer[];
}

port.on('message', ({ records, blocks }: Given) => {
  adaptAll(records).then(
    (answers) => {
      const spent = [...spentBuffers(records, answers, (buffer) => blocks.includes(buffer))];
      port.postMessage({ answers: send(answers), blocks: spent }, spent);
    },
    (thrown: unknown) =>
      port.postMessage({ error: thrown instanceof Error ? thrown.message : String(thrown) }),
  );
});
