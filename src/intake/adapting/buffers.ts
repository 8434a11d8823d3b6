/** The bytes of records, moved between threads instead of copied. */
import type { SourceRecord } from '../contract.ts';
import type { AdaptedRecord } from './adapt_all.ts';

/** Smaller buffers may come from Node's shared pool, which must not be moved. */
const SMALLEST = 16_384;

/** Buffers that can be moved: of bytes that own their whole buffer, in a body or one level below. */
export function buffersOf({ body }: SourceRecord<unknown>): readonly ArrayBuffer[] {
  const parts =
    body instanceof Uint8Array
      ? [body]
      : body !== null && typeof body === 'object'
        ? Object.values(body)
        : [];
  const buffers = new Set<ArrayBuffer>();
  for (const part of parts) {
    if (!(part instanceof Uint8Array) || !(part.buffer instanceof ArrayBuffer)) continue;
    if (part.byteLength === part.buffer.byteLength && part.byteLength > SMALLEST) buffers.add(part.buffer);
  }
  return [...buffers];
}

/** Those of the buffers of adapted records that no answer holds: a record that failed as a whole is kept as it is. */
export function spentBuffers(
  records: readonly SourceRecord<unknown>[],
  answers: readonly AdaptedRecord[],
  isBlock: (buffer: ArrayBuffer) => boolean,
): readonly ArrayBuffer[] {
  return records.flatMap((record, index) => {
    const kept = answers[index]?.failures.some(({ body }) => body === record.body);
    return kept === false ? buffersOf(record).filter(isBlock) : [];
  });
}
