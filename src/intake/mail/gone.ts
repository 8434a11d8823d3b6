/** A message that its mailbox or archive took back. */
import { type Adapted, dropped, erased, failed, type SourceRecord } from '../contract.ts';
import { readHeader } from './header.ts';
import { messageId } from './thread.ts';

/** Body of a record that says so. */
export interface GoneBody {
  /** Whether it was taken back before it was ever read, or since. */
  readonly gone: 'unread' | 'since';
  /** Its header, or as much of it as holds the Message-ID. */
  readonly header: Uint8Array;
}

/** A replayed body is unknown until it is looked at. */
export function isGone(body: unknown): body is GoneBody {
  if (typeof body !== 'object' || body === null) return false;
  const { gone, header } = body as Partial<Record<keyof GoneBody, unknown>>;
  return (gone === 'unread' || gone === 'since') && header instanceof Uint8Array;
}

/** Erases what was read; one without a Message-ID cannot be found again: `record_malformed`. */
export function adaptGone(record: SourceRecord<GoneBody>): Adapted {
  if (record.body.gone === 'unread') return dropped('deleted');
  const read = readHeader(record.body.header);
  const nativeId = 'malformed' in read ? undefined : messageId(read.header);
  if (nativeId === undefined) {
    return failed(record, 'record_malformed', 'what was taken back has no Message-ID to find it by', {
      field: 'Message-ID',
    });
  }
  return erased([{ kind: 'message', space: 'mail', nativeId }]);
}
