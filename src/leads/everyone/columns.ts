/** Acts as columns of numbers. */
import type { Day } from '../facts.ts';

/** Takes acts: numbers of the subject, of the kind of act and of the person (0: nobody), day, confidence, quantity. */
export type TakeAct = (
  subject: number,
  kind: number,
  person: number,
  day: Day,
  confidence: number,
  quantity: number,
) => void;

/** What an act takes: quantity (8 bytes), kind, person, day, confidence (4 each). */
export const ACT_BYTES = 24;

export interface ActColumns {
  readonly quantity: Float64Array;
  readonly kind: Int32Array;
  readonly person: Int32Array;
  readonly day: Int32Array;
  readonly confidence: Float32Array;
}

/** @param length acts there is room for; the buffer may be longer */
export function actColumns(buffer: ArrayBufferLike, length: number): ActColumns {
  return {
    quantity: new Float64Array(buffer, 0, length),
    kind: new Int32Array(buffer, 8 * length, length),
    person: new Int32Array(buffer, 12 * length, length),
    day: new Int32Array(buffer, 16 * length, length),
    confidence: new Float32Array(buffer, 20 * length, length),
  };
}

/** Copies the first `length` acts of `source` to those of `target` from `at` on. */
export function copyActs(source: ActColumns, length: number, target: ActColumns, at = 0): void {
  target.quantity.set(source.quantity.subarray(0, length), at);
  target.kind.set(source.kind.subarray(0, length), at);
  target.person.set(source.person.subarray(0, length), at);
  target.day.set(source.day.subarray(0, length), at);
  target.confidence.set(source.confidence.subarray(0, length), at);
}
