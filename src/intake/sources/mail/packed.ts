/** Archives that hold mbox files: what groups.io (messages.zip) and Google (Takeout, .zip or .tgz) give to owners of groups. */
import { LeadspringError } from '../../../base/plain.ts';
import { walkFiles } from '../../files/walk.ts';

const MBOX_NAME = /\.(?:mbox|mbx)$/i;

/** Whether the first bytes, decompressed, are those of a zip or tar archive. */
export function isPacked(head: Uint8Array): boolean {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 512)).toString('latin1');
  return text.startsWith('PK\u0003\u0004') || text.slice(257, 262) === 'ustar';
}

/** The mbox files of an archive. @throws LeadspringError `file_corrupt`, `file_truncated` */
export async function packedNames(path: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of walkFiles(path, MBOX_NAME)) names.push(name);
  return names;
}

/** The bytes of one of them. @throws LeadspringError `file_corrupt`, `file_truncated` */
export async function* packedBytes(path: string, name: string): AsyncGenerator<Uint8Array> {
  for await (const file of walkFiles(path, MBOX_NAME)) {
    if (file.name !== name) continue;
    yield* file.bytes;
    return;
  }
  throw new LeadspringError('file_corrupt', `${path} no longer holds ${name}.`, { where: { file: path } });
}
