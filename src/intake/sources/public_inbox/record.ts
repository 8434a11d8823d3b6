/** What reading an inbox hands to `adapt`. */
import type { SourceRecord } from '../../contract.ts';
import type { GoneBody } from '../../mail/gone.ts';
import type { MailBody } from '../../mail/record.ts';

/** Stands for a message that was purged before it was read: its place in the history holds nothing. */
export interface PurgedBody {
  readonly purged: true;
}

/** A message; with `editedAt`, in milliseconds since the epoch, one that stands in the place of another. */
export type MessageBody = MailBody & { readonly editedAt?: number };

export type InboxBody = MessageBody | GoneBody | PurgedBody;
export type InboxRecord = SourceRecord<InboxBody>;

/** A replayed body is unknown until it is looked at. */
export function isPurged(body: unknown): body is PurgedBody {
  return typeof body === 'object' && body !== null && (body as Partial<PurgedBody>).purged === true;
}

/** When the message of a record was edited, if it was. */
export function editedAt(body: unknown): number | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { editedAt: at } = body as Partial<Record<'editedAt', unknown>>;
  return typeof at === 'number' ? at : undefined;
}
