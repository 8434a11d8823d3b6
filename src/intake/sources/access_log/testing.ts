/** For tests: runs the source as the runner does, with a store of cursors that lives as long as the test. */
import type { Failure, RollupDraft, SettingValues } from '../../contract.ts';
import { accessLog } from './source.ts';

export const NOW = Date.UTC(2026, 4, 20, 12);

/** What a store holds after runs. */
export interface Store {
  readonly cursors: Map<string, unknown>;
  /** `day network accessPoint act key` → quantity. */
  readonly sums: Map<string, number>;
  readonly failures: Map<string, Failure>;
}

export function newStore(): Store {
  return { cursors: new Map(), sums: new Map(), failures: new Map() };
}

/** Counts of one run. */
export interface Run {
  units: number;
  rolledUp: number;
  skipped: number;
  failed: number;
  readonly dropped: Record<string, number>;
  readonly notes: string[];
  error?: unknown;
}

export function settingsOf(more: SettingValues = {}): SettingValues {
  return {
    ...Object.fromEntries(accessLog.settings.map(({ name, default: value }) => [name, value])),
    ...more,
  };
}

export function sumKey({ day, network, accessPoint, act, asset }: RollupDraft): string {
  return `${day} ${network.key} ${accessPoint} ${act} ${asset.key}`;
}

/**
 * Reads an input once.
 * @param stopAfter batches after which the run is killed; what was stored until then stays
 */
export async function runLog(
  input: string,
  store: Store,
  options: { settings?: SettingValues; stopAfter?: number; now?: number } = {},
): Promise<Run> {
  const settings = settingsOf(options.settings);
  const adapt = await accessLog.adapter(settings);
  const run: Run = { units: 0, rolledUp: 0, skipped: 0, failed: 0, dropped: {}, notes: [] };
  const before = structuredClone(store.cursors);
  const job = {
    input,
    settings,
    // Batches may be stored long after they were read, so a run must know itself what it has read.
    cursor: async (key: string) => before.get(key),
    now: options.now ?? NOW,
    signal: new AbortController().signal,
  };
  let batches = 0;
  try {
    for await (const batch of accessLog.read(job)) {
      if (batches++ === options.stopAfter) break;
      run.skipped += batch.skipped ?? 0;
      run.notes.push(...(batch.notes ?? []));
      const failures = [...(batch.failures ?? [])];
      run.units += failures.length;
      for (const record of batch.records) {
        const answer = await adapt(structuredClone(record));
        const accounted = answer.rolledUp + answer.failures.length + total(answer.dropped);
        if (accounted !== answer.units) throw new Error(`${answer.units} units, ${accounted} accounted for`);
        run.units += answer.units;
        run.rolledUp += answer.rolledUp;
        failures.push(...answer.failures);
        for (const [reason, count] of Object.entries(answer.dropped)) {
          run.dropped[reason] = (run.dropped[reason] ?? 0) + count;
        }
        for (const rollup of answer.rollups) {
          const key = sumKey(rollup);
          store.sums.set(key, (store.sums.get(key) ?? 0) + rollup.quantity);
        }
      }
      run.failed += failures.length;
      for (const failure of failures) store.failures.set(failure.id, failure);
      for (const cursor of batch.cursors) store.cursors.set(cursor.key, structuredClone(cursor.value));
    }
  } catch (thrown) {
    run.error = thrown;
  }
  return run;
}

function total(counts: Readonly<Partial<Record<string, number>>>): number {
  return Object.values(counts).reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

/** Everything that was counted, whatever it was counted for. */
export function counted(store: Store): number {
  return [...store.sums.values()].reduce((sum, quantity) => sum + quantity, 0);
}

const pad = (value: number): string => String(value).padStart(2, '0');

/** A line of the combined format that counts: a documentation page, unless said otherwise. */
export function line(
  number: number,
  options: {
    path?: string;
    client?: string;
    agent?: string;
    status?: number | string;
    method?: string;
    time?: string;
  } = {},
): string {
  const time =
    options.time ?? `17/May/2026:10:${pad(Math.floor(number / 60) % 60)}:${pad(number % 60)} +0000`;
  const agent = options.agent ?? 'Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0';
  const request = `${options.method ?? 'GET'} ${options.path ?? `/docs/page-${number % 7}`} HTTP/1.1`;
  return `${options.client ?? '192.0.2.7'} - - [${time}] "${request}" ${options.status ?? 200} ${1000 + number} "-" "${agent}"`;
}

export function linesOf(count: number, from = 0): string {
  return Array.from({ length: count }, (_, i) => `${line(from + i)}\n`).join('');
}
