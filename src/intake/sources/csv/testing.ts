/** For tests: reads tables as a run does it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Failure, SettingValues, SignalDraft, SourceRecord } from '../../contract.ts';
import { csv } from './source.ts';

export const FIXTURES = path.join(import.meta.dirname, 'fixtures');

export interface Reading {
  readonly signals: readonly SignalDraft[];
  readonly failures: readonly Failure[];
  readonly dropped: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
  readonly records: readonly SourceRecord<unknown>[];
  /** What reading threw in the end, if it did. */
  readonly thrown: unknown;
  readonly bytes: number;
}

/** Reads and adapts everything; an error that ends the reading is part of the answer. */
export async function readCsv(input: string, settings: SettingValues = {}): Promise<Reading> {
  const adapt = await csv.adapter(settings);
  const signals: SignalDraft[] = [];
  const failures: Failure[] = [];
  const dropped: Record<string, number> = {};
  const notes: string[] = [];
  const records: SourceRecord<unknown>[] = [];
  let bytes = 0;
  const job = {
    input,
    settings,
    cursor: async () => undefined,
    now: 0,
    signal: new AbortController().signal,
  };
  const answer = (thrown: unknown) => ({ signals, failures, dropped, notes, records, thrown, bytes });
  try {
    for await (const batch of csv.read(job)) {
      notes.push(...(batch.notes ?? []));
      failures.push(...(batch.failures ?? []));
      records.push(...batch.records);
      bytes = batch.bytes ?? bytes;
      for (const record of batch.records) {
        const adapted = await adapt(record);
        signals.push(...adapted.signals);
        failures.push(...adapted.failures);
        for (const [reason, count] of Object.entries(adapted.dropped)) {
          dropped[reason] = (dropped[reason] ?? 0) + count;
        }
      }
    }
  } catch (error) {
    return answer(error);
  }
  return answer(undefined);
}

export interface Folder {
  /** Writes a file and answers with its path. */
  write(name: string, content: string | Uint8Array): string;
  readonly path: string;
  remove(): void;
}

export function temporaryFolder(): Folder {
  const folder = mkdtempSync(path.join(tmpdir(), 'leadspring csv-'));
  return {
    path: folder,
    write: (name, content) => {
      const file = path.join(folder, name);
      writeFileSync(file, content);
      return file;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
