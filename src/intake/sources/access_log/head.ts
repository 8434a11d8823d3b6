/** The first look at a log: its format, and the key by which its stream is known. */
import { createHash } from 'node:crypto';
import { type Detected, detectFormat } from './formats/index.ts';

/** How much of a file is looked at. */
export const HEAD_BYTES = 64 * 1024;

/** Lines of a head without their ends. A line that the head cuts off is left out, unless it is the only one. */
export function headLines(head: Uint8Array, whole: boolean): readonly string[] {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  if (lines.at(-1) === '' || (!whole && lines.length > 1)) lines.pop();
  return lines;
}

/**
 * The key of a stream: the hash of its first line that carries data. Whichever format is declared, that is the
 * first line which is no comment and has a digit, for a header of column names has none.
 */
export function streamKey(lines: readonly string[]): string | undefined {
  const first = lines.find((line) => !line.startsWith('#') && /\d/.test(line));
  return first === undefined ? undefined : createHash('sha256').update(first, 'latin1').digest('hex');
}

/** The format of a head, with how much of it has that format. */
export function detect(head: Uint8Array, whole: boolean, setting: string): Detected | undefined {
  return detectFormat(headLines(head, whole), setting);
}
