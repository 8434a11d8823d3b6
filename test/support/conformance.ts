/**
 * What a source gives the conformance suite: `src/intake/sources/<name>/conformance.ts` exports `conformance` of
 * this shape. Files are written into a folder of the test; nothing is read from elsewhere.
 */
export interface ConformanceInput {
  /** The path to import. */
  readonly path: string;
  readonly settings?: Readonly<Record<string, string>>;
}

export interface Conformance {
  /** Writes an ordinary input of at least 30 records, with some that are dropped and some that fail. */
  ordinary(directory: string): Promise<ConformanceInput>;
  /** Adds to the input of `ordinary` what a later day brings (new records only), in place. */
  grow(directory: string): Promise<void>;
  /** Writes hostile inputs: junk, giant lines, NUL bytes, broken encodings, cut files. Each is imported on its own. */
  hostile(directory: string): Promise<readonly ConformanceInput[]>;
  /** Strings that stand in `ordinary` in sensitive places: they may be stored nowhere but in a message's original. */
  readonly secrets: readonly string[];
  /** Strings that stand in `ordinary` only in private records; empty when the source has none. */
  readonly privateMarks: readonly string[];
}
