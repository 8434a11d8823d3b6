/** Lines that cannot be read, as failures that can be shown, kept and replayed. */
import { createHash } from 'node:crypto';
import type { ErrorCode } from '../../../base/plain.ts';
import type { Failure } from '../../contract.ts';
import type { Block } from './block.ts';
import { LINE_LIMIT } from './cutter.ts';
import { redactLine } from './redact.ts';

/** What is said of a line beyond the limit. */
export const TOO_LONG = `The line is longer than ${LINE_LIMIT} bytes; only its beginning was kept.`;

/** Where a line stands. */
export type LinePlace = Pick<Block, 'file' | 'format' | 'stream' | 'latest'> & {
  readonly line: number;
  readonly offset: number;
};

/**
 * A failure for one line.
 * Its id holds a hash of the redacted line only: one of the whole line would let the address be guessed.
 * @param line as cut from the block, one byte a character
 */
export function lineFailure(
  at: LinePlace,
  line: string,
  code: ErrorCode,
  detail: string,
  more: { field?: string; tooLong?: true } = {},
): Failure {
  const text = redactLine(Buffer.from(line, 'latin1').toString('utf8'));
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const body: Block = {
    file: at.file,
    format: at.format,
    firstLine: at.line,
    offset: at.offset,
    stream: at.stream,
    text,
    ...(at.latest === undefined ? {} : { latest: at.latest }),
    ...(more.tooLong === undefined ? {} : { tooLong: more.tooLong }),
  };
  return {
    id: `log:${at.stream}:${at.offset}:${hash}`,
    place: { file: at.file, line: at.line },
    code,
    detail,
    body,
    ...(more.field === undefined ? {} : { field: more.field }),
  };
}
