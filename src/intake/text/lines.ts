/** Lines of a stream, each bounded. */

/** A line, or undefined in place of one that is longer than the limit. */
export interface Line {
  readonly text: string | undefined;
  /** Bytes read so far. */
  readonly bytes: number;
}

/** Cuts a stream into lines. Invalid UTF-8 becomes U+FFFD. @param limit the longest line, in bytes */
export async function* readLines(stream: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let size = 0;
  let bytes = 0;
  const add = (part: Buffer): void => {
    size += part.length;
    if (size <= limit) parts.push(part);
    else parts = [];
  };
  const take = (): Line => {
    const text = size > limit ? undefined : Buffer.concat(parts).toString('utf8');
    [parts, size] = [[], 0];
    return { text, bytes };
  };
  for await (const chunk of stream) {
    const piece = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    bytes += piece.length;
    let from = 0;
    for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, from)) {
      add(piece.subarray(from, at));
      yield take();
      from = at + 1;
    }
    add(piece.subarray(from));
  }
  if (size > 0) yield take();
}
