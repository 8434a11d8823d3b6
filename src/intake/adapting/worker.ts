/** A worker thread that adapts records of one source. */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import type { SettingValues, SourceRecord } from '../contract.ts';
import { SOURCES } from '../registry.ts';
import { adaptAll } from './adapt_all.ts';

const dataShape = z.object({
  kind: z.string(),
  now: z.number(),
  settings: z.record(z.string(), z.unknown()),
});
const { kind, now, settings } = dataShape.parse(workerData);
const source = SOURCES.find((each) => each.name === kind);
if (source === undefined || parentPort === null) throw new Error(`no source of the name ${kind}`);
const port = parentPort;
const adapt = await source.adapter(settings as SettingValues);

port.on('message', (task: { readonly id: number; readonly records: readonly SourceRecord<unknown>[] }) => {
  adaptAll(task.records, adapt, now).then(
    (answers) => port.postMessage({ id: task.id, answers }),
    (thrown: unknown) =>
      port.postMessage({ id: task.id, error: thrown instanceof Error ? thrown.message : String(thrown) }),
  );
});
