/** Records and failures as they come, in batches. */
import type { Batch, Failure, SourceRecord } from '../contract.ts';

export interface BatchOptions {
  /** Records and failures of a batch. */
  readonly size: number;
  /** Ends after the batch at hand. */
  readonly signal: AbortSignal;
}

/**
 * Gathers items into batches without cursors; the last one may be empty. Where the items break off, what came before
 * is a batch, too, and then what broke them is thrown.
 */
export async function* inBatches<T>(
  items: AsyncIterable<SourceRecord<T> | Failure>,
  { size, signal }: BatchOptions,
): AsyncGenerator<Batch<T>> {
  let records: SourceRecord<T>[] = [];
  let failures: Failure[] = [];
  const batch = (): Batch<T> => {
    const full = { records, failures, cursors: [] };
    [records, failures] = [[], []];
    return full;
  };
  try {
    for await (const item of items) {
      if ('code' in item) failures.push(item);
      else records.push(item);
      if (records.length + failures.length < size) continue;
      yield batch();
      if (signal.aborted) return;
    }
  } catch (thrown) {
    yield batch();
    throw thrown;
  }
  yield batch();
}
