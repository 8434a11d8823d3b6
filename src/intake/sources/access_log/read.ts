/** Reads logs: finds their format, passes over what is known, and cuts the rest into blocks. */
import { LRUCache } from 'lru-cache';
import { LeadspringError, toLeadspringError } from '../../../base/plain.ts';
import type { Batch, ReadJob } from '../../contract.ts';
import { batchMaker, type Log, nothing } from './batches.ts';
import type { Block } from './block.ts';
import { type CutterSpace, cutterSpace, newCutter } from './cutter.ts';
import { logFiles } from './files.ts';
import { isoDay } from './formats/index.ts';
import { detect, HEAD_BYTES, headLines, streamKey } from './head.ts';
import { type LogReader, logInMemory, openLog } from './reader.ts';
import { readSettings } from './settings.ts';
import { type Match, matchStreams, newTracker, readStreams, type Stream } from './stream.ts';

/** Streams remembered at a time: far more than are read before the store has caught up. */
const STREAMS = 10_000;

/** What one call of `read` shares over its files. */
interface Shared {
  readonly job: ReadJob;
  readonly format: string;
  readonly latest: string;
  /** Streams as this run leaves them: the store may lag behind what was yielded. */
  readonly streams: LRUCache<string, readonly Stream[]>;
  readonly space: CutterSpace;
  /** Bytes of the files read before. */
  bytes: number;
}

/**
 * Reads a log or a directory of logs.
 * @throws LeadspringError file_not_found, file_not_readable, input_unrecognized, file_truncated, file_corrupt;
 *   of a directory every other file is read before
 */
export async function* readLogs(job: ReadJob): AsyncGenerator<Batch<Block>> {
  const { format, networks } = readSettings(job.settings);
  const latest = isoDay(Math.floor(job.now / 86_400_000) + 1);
  const shared: Shared = {
    job,
    format,
    latest,
    streams: new LRUCache({ max: STREAMS }),
    space: cutterSpace(),
    bytes: 0,
  };
  const files = await logFiles(job.input);
  const alone = files.length === 1 && files[0] === job.input;
  let failure: LeadspringError | undefined;
  let logs = 0;
  if (networks === null) yield { ...nothing, notes: [NO_NETWORKS] };
  for (const path of files) {
    if (job.signal.aborted) return;
    try {
      yield* readFile(shared, path);
      logs++;
    } catch (thrown) {
      const error = toLeadspringError(thrown);
      if (alone || error.code === 'internal') throw thrown;
      if (error.code !== 'input_unrecognized') failure ??= error;
      yield { ...nothing, notes: [error.message] };
    }
  }
  if (failure !== undefined) throw failure;
  if (logs === 0 && !alone) throw unrecognized(job.input, 'no file in it is an access log');
}

const NO_NETWORKS =
  'No file of network owners is set (setting "networks"): plain addresses count for the unknown network.';

function unrecognized(path: string, why: string): LeadspringError {
  return new LeadspringError(
    'input_unrecognized',
    `${path}: ${why}. Expected: common, combined, virtual-host, Caddy JSON, CloudFront or bunny.net lines, or the setting "format".`,
    { where: { file: path } },
  );
}

async function* readFile(shared: Shared, path: string): AsyncGenerator<Batch<Block>> {
  const looked = await lookAt(shared, path);
  if (typeof looked === 'string') {
    yield { ...nothing, notes: [looked] };
    return;
  }
  yield { ...nothing, notes: [`Lines are read as ${looked.format.name}.`] };
  const streams = shared.streams.get(looked.key) ?? readStreams(await shared.job.cursor(`log:${looked.key}`));
  let reader = await looked.open();
  try {
    const { match, error } = await matchFile(streams, reader);
    if (match.kind === 'known') yield { ...nothing, skipped: match.lines };
    if (error !== undefined) throw error;
    if (match.kind !== 'known') {
      const start = match.kind === 'goes_on' ? match.stream.end : 0;
      if (reader.position() !== start) {
        await reader.close();
        reader = await looked.open();
        await reader.readTo(start, () => undefined);
      }
      yield* readOn(shared, looked, reader, streams, match);
    }
  } finally {
    shared.bytes += reader.consumed();
    await reader.close();
  }
}

/** Compares with what is known. A file that breaks within what is known ends there. */
async function matchFile(
  streams: readonly Stream[],
  reader: LogReader,
): Promise<{ match: Match; error?: LeadspringError }> {
  let error: LeadspringError | undefined;
  const match = await matchStreams(streams, {
    readTo: async (offset, use) => {
      try {
        return await reader.readTo(offset, use);
      } catch (thrown) {
        error = toLeadspringError(thrown);
        return false;
      }
    },
  });
  return match.kind === 'known' && error !== undefined ? { match, error } : { match };
}

/** Format and key of a file; a remark when there is nothing to read in it yet. */
async function lookAt(shared: Shared, path: string): Promise<Log | string> {
  const reader = await openLog(path);
  let head: Uint8Array;
  let whole: boolean;
  let open = (): Promise<LogReader> => openLog(path);
  try {
    const pieces: Uint8Array[] = [];
    const keep = (piece: Uint8Array): void => {
      pieces.push(Uint8Array.from(piece));
    };
    try {
      whole = !(await reader.readTo(HEAD_BYTES, keep));
    } catch (thrown) {
      if (pieces.length === 0) throw thrown;
      whole = false;
    }
    head = Buffer.concat(pieces);
    const { compressed } = reader;
    const consumed = reader.consumed();
    // Small files are many, and opening them is most of the work.
    if (whole) open = async () => logInMemory(head, compressed, consumed);
  } finally {
    await reader.close();
  }
  const lines = headLines(head, whole);
  const key = streamKey(lines);
  const found = detect(head, whole, shared.format);
  if (key !== undefined && found !== undefined) return { path, key, format: found.format, open };
  if (lines.every((line) => line === '' || (line.startsWith('#') && !line.includes('\0')))) {
    return `${path} holds no request yet.`;
  }
  throw unrecognized(path, whyNot(head));
}

/** What the first bytes say a file is, when it is no log. */
function whyNot(head: Uint8Array): string {
  const magic = Buffer.from(head.subarray(0, 6)).toString('latin1');
  if (magic.startsWith('BZh')) return 'it is compressed with bzip2; decompress it or use gzip';
  if (magic.startsWith('\xfd7zXZ')) return 'it is compressed with xz; decompress it or use gzip';
  if (magic.startsWith('PK\x03\x04')) return 'it is a zip archive; unpack it first';
  return 'no line of its beginning is a line of an access log';
}

/** Reads from where the reader stands to the end. */
async function* readOn(
  shared: Shared,
  log: Log,
  reader: LogReader,
  streams: readonly Stream[],
  match: Match,
): AsyncGenerator<Batch<Block>> {
  const start = match.kind === 'goes_on' ? match : undefined;
  if (start !== undefined) yield { ...nothing, skipped: start.stream.lines };
  const others = streams.filter((stream) => stream !== start?.stream);
  const tracker = newTracker(start);
  const batches = batchMaker({
    log,
    latest: shared.latest,
    tracker,
    others,
    compressed: reader.compressed,
    bytes: () => shared.bytes + reader.consumed(),
    remember: (all) => shared.streams.set(log.key, all),
  });
  const cutter = newCutter(shared.space);
  let error: LeadspringError | undefined;
  let passing = start?.stream.open === true;
  for (;;) {
    let piece: Uint8Array | undefined;
    try {
      piece = await reader.next();
    } catch (thrown) {
      error = toLeadspringError(thrown);
    }
    if (piece === undefined) break;
    if (passing) {
      // The line at the former end was counted then; its rest is passed over.
      const newline = piece.indexOf(10);
      const rest = newline < 0 ? piece : piece.subarray(0, newline + 1);
      tracker.advance(rest);
      passing = newline < 0;
      piece = piece.subarray(rest.length);
    }
    for (const cut of cutter.push(piece)) yield* batches.ofCut(cut);
    if (shared.job.signal.aborted) return;
  }
  for (const cut of cutter.flush()) yield* batches.ofCut(cut);
  if (error !== undefined) throw error;
  yield* batches.ofRest(cutter.rest(), cutter.longHead());
}
