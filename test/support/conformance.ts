/**
 * What a source gives the conformance suite: `src/intake/sources/<name>/conformance.ts` exports of this shape
 * `conformance` when it reads files, `pullConformance` when it asks a server, `receiveConformance` when it takes
 * deliveries. Files are written into a folder of the test; nothing is read from elsewhere.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dial, ErrorCode, Http } from '../../src/base/plain.ts';
import type { Delivery } from '../../src/intake/contract.ts';

export interface ConformanceInput {
  /** The path to import; of the two others, a name of the case. */
  readonly path: string;
  /** The server to ask (`remoteOf` of remote.ts). */
  readonly http?: Http;
  /** For a server that speaks no HTTP; `http` is given all the same. */
  readonly dial?: Dial;
  /** What arrives, in this order. A delivery that is refused as a whole gives the code it is refused with. */
  readonly deliveries?: readonly Delivery[];
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
  /** Adds to the input of `ordinary` what a later day brings (new records only), in place: files, answers, `deliveries`. */
  grow(directory: string): Promise<void>;
  /** Writes hostile inputs: junk, giant lines, NUL bytes, broken encodings, cut files. Each is imported on its own. */
  hostile(directory: string): Promise<readonly HostileInput[]>;
  /** Of a source that takes deliveries: writes files that tell what `ordinary` delivers, and nothing else. */
  inFiles?(directory: string): Promise<ConformanceInput>;
  /** Strings that stand in sensitive places of any input: they may be stored nowhere but in a message's original. */
  readonly secrets: readonly string[];
  /** Strings that stand in `ordinary` only in private records; empty when the source has none. */
  readonly privateMarks: readonly string[];
}

/** What is written, how many records are stored of it, and the codes of what is not. */
export type HostileFile = readonly [
  content: string | Uint8Array,
  stored: number,
  ...codes: HostileInput['codes'],
];

/** Writes hostile files, each an input of its own. @param settings those of each */
export async function writeHostile(
  directory: string,
  files: Readonly<Record<string, HostileFile>>,
  settings?: ConformanceInput['settings'],
): Promise<readonly HostileInput[]> {
  const inputs: HostileInput[] = [];
  for (const [name, [content, stored, ...codes]] of Object.entries(files)) {
    const path = join(directory, name);
    await writeFile(path, content);
    inputs.push({ path, stored, codes, ...(settings === undefined ? {} : { settings }) });
  }
  return inputs;
}
