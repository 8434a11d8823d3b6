/** The body of an answer or a request: decompressed, and never larger than its limit. */
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { LeadspringError } from '../errors.ts';

/** Decoders by the name of the coding (RFC 9110 §8.4.1). */
const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * Reads a body to its end.
 * @param from who sent it, for people
 * @throws LeadspringError `remote_answer_too_large`, `remote_answer_malformed` (unknown or broken compression)
 */
export async function readBody(
  body: Readable,
  encoding: string | undefined,
  maxBytes: number,
  from: string,
): Promise<Uint8Array> {
  const name = (encoding ?? 'identity').trim().toLowerCase();
  const decoder = name === 'identity' || name === '' ? undefined : DECODERS[name]?.();
  if (decoder === undefined && name !== 'identity' && name !== '') {
    body.destroy();
    throw new LeadspringError(
      'remote_answer_malformed',
      `${from} uses the compression ${name}, which is unknown.`,
    );
  }
  const stream = decoder === undefined ? body : body.compose(decoder);
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of stream as AsyncIterable<Uint8Array>) {
      size += part.byteLength;
      if (size > maxBytes)
        throw new LeadspringError('remote_answer_too_large', `${from} has more than ${maxBytes} bytes.`);
      parts.push(part);
    }
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    if (!/^(Z_|ERR__ERROR_FORMAT|ERR_PADDING|ERR_BROTLI|ERR__)/.test(code)) throw thrown;
    throw new LeadspringError('remote_answer_malformed', `${from} is compressed, and damaged.`, {
      cause: thrown,
    });
  } finally {
    body.destroy();
  }
  return new Uint8Array(Buffer.concat(parts));
}
