/** What bytes at the start of a file are, by content. */
import { readHeader } from '../../mail/header.ts';
import { MAX_SEPARATOR, separatorDate, startsHeader } from '../../mail/separator.ts';

export type Kind = 'mbox' | 'message';

/** Bytes from the start of a file that are enough to tell. */
export const HEAD = 16 * 1024;

/** Fields of which a message has at least two. */
const TYPICAL = [
  'from',
  'to',
  'date',
  'subject',
  'message-id',
  'received',
  'return-path',
  'mime-version',
  'delivered-to',
  'reply-to',
  'sender',
  'x-mailer',
  'list-id',
];

/**
 * `mbox` when the first line is a separator and a header follows; `message` when the file begins with the
 * header of a mail; undefined when it is something else.
 */
export function kindOf(head: Uint8Array): Kind | undefined {
  const start = firstText(head);
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.length).subarray(start, start + HEAD);
  const end = bytes.subarray(0, MAX_SEPARATOR).indexOf(0x0a);
  const line = bytes.toString('latin1', 0, Math.max(end, 0)).trimEnd();
  if (separatorDate(line) !== undefined && startsHeader(bytes, end + 1)) return 'mbox';
  if (!startsHeader(bytes, 0)) return undefined;
  const read = readHeader(bytes);
  if ('malformed' in read) return undefined;
  return TYPICAL.filter((name) => read.header.first(name) !== undefined).length >= 2 ? 'message' : undefined;
}

/** Index after a byte order mark and blank lines. */
function firstText(head: Uint8Array): number {
  let at = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  while (head[at] === 0x0a || head[at] === 0x0d) at++;
  return at;
}
