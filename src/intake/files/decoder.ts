/** Runs bytes through a decoder of node:zlib so that nothing is lost of what comes before damage or an early end. */
import type { createGunzip, createZstdDecompress } from 'node:zlib';

/** Bytes given to the decoder at a time: what they become, up to a thousand times as much, is held in memory. */
const PIECE = 16 * 1024;

/**
 * Yields everything the decoder gave before it throws what the decoder or `source` throws. A stream that is read
 * in the ordinary way drops what waits in it when it fails, so how much came out would be a matter of timing.
 */
export async function* unpack(
  source: AsyncIterable<Buffer>,
  decoder: ReturnType<typeof createGunzip> | ReturnType<typeof createZstdDecompress>,
): AsyncGenerator<Buffer> {
  let failure: { readonly error: unknown } | undefined;
  let ended = false;
  let wake = (): void => undefined;
  let out: Buffer[] = [];
  decoder.on('data', (chunk: Buffer) => out.push(chunk));
  decoder.on('error', (error) => {
    failure = { error };
    wake();
  });
  // A decoder that meets padding behind the last member ends, and never answers the write that brought it.
  decoder.on('end', () => {
    ended = true;
    wake();
  });
  const settled = (act: (done: () => void) => void): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
      act(resolve);
    });
  const given = (): Buffer[] => {
    const chunks = out;
    out = [];
    return chunks;
  };
  try {
    for await (const chunk of source) {
      for (let at = 0; at < chunk.length && failure === undefined && !ended; at += PIECE) {
        await settled((done) => decoder.write(chunk.subarray(at, at + PIECE), done));
        yield* given();
      }
      if (failure !== undefined || ended) break;
    }
    if (failure === undefined && !ended) await settled(() => decoder.end());
    yield* given();
    if (failure !== undefined) throw failure.error;
  } finally {
    decoder.destroy();
  }
}
