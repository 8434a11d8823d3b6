/** Batches of what the cutter gives, each with the cursor that covers it. */
import type { Batch, Cursor, SourceRecord } from '../../contract.ts';
import type { Block } from './block.ts';
import type { Cut } from './cutter.ts';
import { lineFailure, TOO_LONG } from './failure.ts';
import type { Format } from './formats/index.ts';
import type { LogReader } from './reader.ts';
import { type Stream, streamsValue, type Tracker } from './stream.ts';

/** A file that is a log, looked at. */
export interface Log {
  readonly path: string;
  /** What its stream is known by. */
  readonly key: string;
  readonly format: Format;
  /** Opens it from its beginning. */
  open(): Promise<LogReader>;
}

export interface Making {
  readonly log: Log;
  /** `YYYY-MM-DD`: the last day that is not in the future. */
  readonly latest: string;
  /** Follows the stream; every byte goes through it before the batch that covers it is given out. */
  readonly tracker: Tracker;
  /** The other streams with the same first line, which the cursor keeps. */
  readonly others: readonly Stream[];
  /** Whether the file is compressed, and so will not grow. */
  readonly compressed: boolean;
  /** Bytes of input read so far. */
  bytes(): number;
  /** Told what each cursor says, for files read later in the same run. */
  remember(streams: readonly Stream[]): void;
}

export const nothing: Batch<Block> = { records: [], cursors: [] };

/** Makes the functions from what the cutter gives to batches. */
export function batchMaker({ log, latest, tracker, others, compressed, bytes, remember }: Making) {
  const { path: file, key } = log;
  const format = log.format.name;
  const stream = key.slice(0, 16);
  let longAt: number | undefined;

  const batch = (more: Partial<Batch<Block>>): Batch<Block> => {
    const streams = [...others, tracker.snapshot()];
    remember(streams);
    const cursor: Cursor = { key: `log:${key}`, value: streamsValue(streams) };
    return { ...nothing, cursors: [cursor], bytes: bytes(), ...more };
  };
  const record = (lines: Uint8Array<ArrayBuffer>): SourceRecord<Block> => {
    const { offset } = tracker;
    const firstLine = tracker.lines + 1;
    // The whole buffer, so that it can be moved to another thread.
    const body: Block = {
      ...{ file, format, firstLine, offset, stream, latest },
      ...{ bytes: new Uint8Array(lines.buffer), size: lines.length },
    };
    return { id: `log:${stream}:${offset}`, place: { file, line: firstLine }, body };
  };
  const tooLong = (head: Uint8Array): Batch<Block> => {
    const place = { file, format, stream, line: tracker.lines, offset: longAt ?? tracker.offset };
    longAt = undefined;
    const line = Buffer.from(head).toString('latin1');
    return batch({ failures: [lineFailure(place, line, 'line_too_long', TOO_LONG, { tooLong: true })] });
  };

  function* ofCut(cut: Cut): Generator<Batch<Block>> {
    if (cut.kind === 'passed') {
      longAt ??= tracker.offset;
      tracker.advance(cut.bytes);
    } else if (cut.kind === 'too_long') yield tooLong(cut.head);
    else {
      const made = record(cut.bytes);
      tracker.advance(cut.bytes, cut.lines);
      yield batch({ records: [made] });
    }
  }

  /** The last line, which has no end: taken when nothing more can come, else left for the next run. */
  function* ofRest(rest: Uint8Array<ArrayBuffer>, longHead: Uint8Array | undefined): Generator<Batch<Block>> {
    if (longHead !== undefined) {
      tracker.countOpenLine();
      yield tooLong(longHead);
    }
    if (rest.length === 0) return;
    // A log is known by its first line, so that one must have an end, however whole it looks.
    const first = tracker.lines === 0;
    if (!compressed && (first || !log.format.complete(Buffer.from(rest).toString('latin1')))) {
      yield {
        ...nothing,
        notes: [`${file}: the last line has no end yet; it is read when it is complete.`],
      };
      return;
    }
    const made = record(rest);
    tracker.advance(rest);
    tracker.countOpenLine();
    yield batch({ records: [made] });
  }
  return { ofCut, ofRest };
}
