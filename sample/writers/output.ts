/** A file that is written piece by piece with bounded memory. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

const CHUNK = 256 * 1024;

export interface Output {
  /** Answers a promise only when the caller has to wait for the disk; millions of lines need no million promises. */
  append(text: string): Promise<void> | undefined;
  /** Answers the number of bytes written, before compression. */
  close(): Promise<number>;
}

/** Opens `path` for writing (UTF-8), making its folders. Rejects on the first error of the file system. */
export async function createOutput(path: string, options: { readonly gzip?: boolean } = {}): Promise<Output> {
  await mkdir(dirname(path), { recursive: true });
  const head = options.gzip === true ? createGzip({ level: 4 }) : new PassThrough();
  const done = pipeline(head, createWriteStream(path));
  // `close` awaits it; this only keeps an early error from being reported as unhandled before.
  done.catch(() => undefined);
  let pending: string[] = [];
  let size = 0;
  let bytes = 0;
  const flush = async (): Promise<void> => {
    const chunk = Buffer.from(pending.join(''));
    pending = [];
    size = 0;
    bytes += chunk.length;
    if (head.destroyed) await done;
    if (!head.write(chunk)) await once(head, 'drain');
  };
  return {
    append(text) {
      pending.push(text);
      size += text.length;
      return size >= CHUNK ? flush() : undefined;
    },
    async close() {
      if (pending.length > 0) await flush();
      head.end();
      await done;
      return bytes;
    },
  };
}
