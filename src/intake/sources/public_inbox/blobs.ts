/** Contents of many objects of a repository, by one call of `git cat-file --batch`. */
import type { GitPlace } from '../../files/run_git.ts';
import { streamGit } from '../../files/run_git.ts';

export interface Blob {
  /** Null when it is larger than the limit, or not there. */
  readonly bytes: Uint8Array | null;
  /** Size in bytes; null when it is not there. */
  readonly size: number | null;
}

/** Longer than any line before a content: an object's id, its type and its size. */
const MOST_HEAD = 200;

/**
 * The contents of `ids`, in their order and one by one, so that memory is bounded by one of them.
 * @param limit a larger one is passed over. Errors as `streamGit`
 */
export async function* readBlobs(
  place: GitPlace,
  ids: readonly string[],
  limit: number,
  signal: AbortSignal,
): AsyncGenerator<Blob> {
  const stdin = ids.map((id) => `${id}\n`).join('');
  const take = taker(streamGit({ place, args: ['cat-file', '--batch'], stdin, signal }));
  for (let left = ids.length; left > 0; left--) {
    const head = await take.line(MOST_HEAD);
    const size = / blob (\d+)$/.exec(head)?.[1];
    if (size === undefined) {
      yield { bytes: null, size: null };
      continue;
    }
    const bytes = await take.bytes(Number(size), limit);
    await take.bytes(1, 1); // the newline behind it
    yield { bytes, size: Number(size) };
  }
}

/** Takes a stream apart. What is asked for beyond its end comes short. */
function taker(stream: AsyncGenerator<Buffer>) {
  let rest: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const next = await stream.next();
    if (next.done === true) return false;
    rest = rest.length === 0 ? next.value : Buffer.concat([rest, next.value]);
    return true;
  };
  return {
    line: async (most: number): Promise<string> => {
      while (!rest.includes(0x0a) && rest.length < most && (await more()));
      const end = rest.indexOf(0x0a);
      const line = rest.toString('latin1', 0, end < 0 ? rest.length : end);
      rest = rest.subarray(end < 0 ? rest.length : end + 1);
      return line;
    },
    /** Null, and the bytes passed over, when there are more than `limit`. */
    bytes: async (size: number, limit: number): Promise<Uint8Array | null> => {
      const parts: Buffer[] = [];
      for (let left = size; left > 0; ) {
        if (rest.length === 0 && !(await more())) break;
        const part = rest.subarray(0, left);
        rest = rest.subarray(part.length);
        left -= part.length;
        if (size <= limit) parts.push(part);
      }
      return size <= limit ? new Uint8Array(Buffer.concat(parts)) : null;
    },
  };
}
