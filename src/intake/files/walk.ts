/** Files of a folder, a zip archive or a tar archive (also .tar.gz), alike, each a stream, one after the other. */
import { stat } from 'node:fs/promises';
import { openArchive } from './archive.ts';
import { type TarFile, tarFiles } from './tar.ts';
import { firstBytes, unpackedFile } from './unpack.ts';

/** A file, its path with `/`; its bytes are to be read before the next file is asked for. */
export type WalkedFile = TarFile;

/**
 * Streams the files whose paths match: of folders and zip archives in alphabetical order, of tar archives as they stand.
 * @throws LeadspringError `file_corrupt`, `file_truncated`, also while a file is read
 */
export async function* walkFiles(input: string, paths: RegExp): AsyncGenerator<WalkedFile> {
  const zip = async () => (await firstBytes(input, 4)).equals(Buffer.from('PK\u0003\u0004', 'latin1'));
  if (!(await stat(input)).isDirectory() && !(await zip())) {
    for await (const file of tarFiles(unpackedFile(input), input)) if (paths.test(file.name)) yield file;
    return;
  }
  const archive = await openArchive(input);
  try {
    for (const name of archive.names) if (paths.test(name)) yield { name, bytes: await archive.stream(name) };
  } finally {
    await archive.close();
  }
}
