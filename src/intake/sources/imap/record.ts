/** What reading a folder hands to `adapt`: a message, or word of one that is gone. */
import type { SourceRecord } from '../../contract.ts';
import type { MailBody } from '../../mail/record.ts';

/** A message that the folder marks as deleted. */
export interface GoneBody {
  /** Whether it was marked before it was ever read, or since. */
  readonly gone: 'unread' | 'since';
  /** Its header's field Message-ID, with the name, as bytes. */
  readonly header: Uint8Array;
}

export type ImapBody = MailBody | GoneBody;
export type ImapRecord = SourceRecord<ImapBody>;

/** A replayed body is unknown until it is looked at. */
export function isGone(body: unknown): body is GoneBody {
  if (typeof body !== 'object' || body === null) return false;
  const { gone, header } = body as Partial<Record<keyof GoneBody, unknown>>;
  return (gone === 'unread' || gone === 'since') && header instanceof Uint8Array;
}
