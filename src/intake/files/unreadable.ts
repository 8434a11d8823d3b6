/** What cannot even be made a record of: a file that is no JSON, a line that is too long. */
import type { ErrorCode } from '../../base/plain.ts';
import { type Adapted, type Failure, failed, type RecordPlace, type SourceRecord } from '../contract.ts';

/** A failure whose body says what was wrong, so that replaying it comes to the same. Nothing of the input is kept. */
export function unreadable(id: string, place: RecordPlace, code: ErrorCode, detail: string): Failure {
  return { id, place, code, detail, body: { unreadable: { code, detail } } };
}

/** The same failure again, when a record is the replay of one. */
export function stillUnreadable(record: SourceRecord<unknown>): Adapted | undefined {
  const { body } = record;
  if (body === null || typeof body !== 'object' || !('unreadable' in body)) return undefined;
  const { code, detail } = body.unreadable as { readonly code: ErrorCode; readonly detail: string };
  return failed(record, code, detail);
}
