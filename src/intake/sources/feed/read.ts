/** Saved feeds: files of RSS, Atom or JSON Feed. */
import type { Batch, Failure, ReadJob, RecordPlace } from '../../contract.ts';
import { openFiles } from '../../files/open_files.ts';
import { unreadable } from '../../files/unreadable.ts';
import { decodeFeed } from './decode.ts';
import { type Body, recordsOf } from './record.ts';

/** A feed is read as a whole, and may be this large. */
export const LARGEST = 16 * 1024 * 1024;
const NAME = /\.(?:xml|rss|atom|rdf|json)$/i;

/** Reads all files of the input, in the order of their names. */
export async function* readFeeds(job: ReadJob): AsyncGenerator<Batch<Body>> {
  let bytes = 0;
  for await (const file of openFiles(job.input, NAME)) {
    if (job.signal.aborted) return;
    const place = { file: file.path };
    bytes += file.bytes;
    if (file.bytes > LARGEST) {
      const what = `The feed is larger than ${LARGEST / 1024 / 1024} MiB.`;
      yield { records: [], cursors: [], bytes, failures: [failure(place, 'record_too_large', what)] };
      continue;
    }
    const records = recordsOf(decodeFeed(await file.read()), '', place);
    const failures =
      records === undefined
        ? [failure(place, 'record_malformed', 'The file is no RSS, Atom or JSON Feed.')]
        : [];
    yield { records: records ?? [], cursors: [], bytes, failures };
  }
}

function failure(place: RecordPlace, code: 'record_malformed' | 'record_too_large', detail: string): Failure {
  return unreadable(`feed:${place.file}`, place, code, detail);
}
