/** One volume of an archive on a web server, such as a month of a list: an mbox, fetched whole. */
import type { Batch } from '../contract.ts';
import { readMbox } from './mbox.ts';
import type { MailBody, MailRecord } from './record.ts';
import { decompressed } from './stream.ts';

const BATCH_RECORDS = 200;
const BATCH_BYTES = 2 << 20;
const CHUNK = 256 * 1024;

export interface Volume {
  /** The address that it was fetched from. */
  readonly address: string;
  /** The mbox, also compressed. */
  readonly bytes: Uint8Array;
  readonly container: string;
  readonly maxMessageBytes: number;
}

/** What reading a volume came to. */
export interface VolumeRead {
  /** Its messages, unreadable ones too. */
  readonly count: number;
  /** False when it could not be read to its end, so that it must be fetched again. */
  readonly whole: boolean;
}

/** The messages of a volume in batches without cursors. */
export async function* readVolume(volume: Volume): AsyncGenerator<Batch<MailBody>, VolumeRead> {
  let records: MailRecord[] = [];
  let [size, count] = [0, 0];
  let whole = true;
  const mbox = readMbox({
    path: volume.address,
    container: volume.container,
    maxMessageBytes: volume.maxMessageBytes,
    cursor: async () => undefined, // a volume is read whole: what is known is found to be known by its id
    open: () => decompressed(piecesOf(volume.bytes)),
  });
  for await (const { record } of mbox) {
    if (record === undefined) continue;
    records.push(record);
    size += record.body.raw?.length ?? 0;
    count++;
    if (record.body.problem?.code.startsWith('file_') === true) whole = false;
    if (records.length < BATCH_RECORDS && size < BATCH_BYTES) continue;
    yield { records, cursors: [] };
    [records, size] = [[], 0];
  }
  if (records.length > 0) yield { records, cursors: [] };
  return { count, whole };
}

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += CHUNK) yield Buffer.from(bytes.subarray(at, at + CHUNK));
}
