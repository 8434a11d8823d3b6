/**
 * What a source gives the conformance suite: `src/intake/sources/<name>/conformance.ts` exports `conformance` of
 * this shape. Files are written into a folder of the test; nothing is read from elsewhere.
 */
import type { ErrorCode } from '../../src/base/index.ts';

export interface ConformanceInput {
  /** The path to import. */
  readonly path: string;
  readonly settings?: Readonly<Record<string, string>>;
}

/** A hostile input, and exactly what must become of it. */
export interface HostileInput extends ConformanceInput {
  /** How many of its records are stored all the same. */
  readonly stored: number;
  /** The codes of the run's errors and of its failed events, each once, in alphabetical order; never `internal`. */
  readonly codes: readonly ErrorCode[];
}

export interface Conformance {
  /** Writes an ordinary input of at least 30 records, with some that are dropped and some that fail. */
  ordinary(directory: string): Promise<ConformanceInput>;
  /** Adds to the input of `ordinary` what a later day brings (new records only), in place. */
  grow(directory: string): Promise<void>;
  /** Writes hostile inputs: junk, giant lines, NUL bytes, broken encodings, cut files. Each is imported on its own. */
  hostile(directory: string): Promise<readonly HostileInput[]>;
  /** Strings that stand in sensitive places of any input: they may be stored nowhere but in a message's original. */
  readonly secrets: readonly string[];
  /** Strings that stand in `ordinary` only in private records; empty when the source has none. */
  readonly privateMarks: readonly string[];
}
