/** A worker thread that adapts records of one source. Loads that source alone: threads should start fast and stay small. */
import { parentPort, workerData } from 'node:worker_threads';
import type { SettingValues, Source, SourceRecord } from '../contract.ts';
import { adapterOf } from './adapt_all.ts';

const { kind, now, settings } = workerData as { kind: string; now: number; settings: SettingValues };
if (parentPort === null) throw new Error('this file runs as a worker thread only');
const port = parentPort;

// A source stands in the folder of its name and is the export of its file that has that name.
const exports = (await import(`../sources/${kind}/source.ts`)) as Readonly<Record<string, Source>>;
const source = Object.values(exports).find((each) => each.name === kind);
if (source === undefined) throw new Error(`no source of the name ${kind}`);
const adaptAll = adapterOf(await source.adapter(settings), now);

port.on('message', (task: { readonly id: number; readonly records: readonly SourceRecord<unknown>[] }) => {
  adaptAll(task.records).then(
    (answers) => port.postMessage({ id: task.id, answers }),
    (thrown: unknown) =>
      port.postMessage({ id: task.id, error: thrown instanceof Error ? thrown.message : String(thrown) }),
  );
});
