/** What `read` hands to `adapt`: one message as it stands in its archive. */

/** Body of a record. Kept as it is when the record fails, and replayed from there. */
export interface MailBody {
  /** The untouched message; null when it was larger than the limit and was not kept. */
  readonly raw: Uint8Array | null;
  /** Name of the archive, for mail that names no list. */
  readonly container: string;
  /** The mbox separator line above the message; null for a message in a file of its own. */
  readonly separator: string | null;
}

/** A replayed body is unknown until it is looked at. */
export function isMailBody(body: unknown): body is MailBody {
  if (typeof body !== 'object' || body === null) return false;
  const { raw, container, separator } = body as Partial<Record<keyof MailBody, unknown>>;
  return (
    (raw === null || raw instanceof Uint8Array) &&
    typeof container === 'string' &&
    (separator === null || typeof separator === 'string')
  );
}
