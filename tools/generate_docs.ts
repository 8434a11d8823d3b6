/**
 * Writes docs/reference from the code: `node tools/generate_docs.ts`. With `--check` nothing is written and the
 * exit code is 1 when a page is not up to date.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { currentPage, PAGES, REFERENCE } from './reference.ts';

async function main(check: boolean): Promise<void> {
  await mkdir(REFERENCE, { recursive: true });
  for (const { name, write } of PAGES) {
    const wanted = await write();
    if (wanted === (await currentPage(name))) continue;
    if (check) {
      console.log(`docs/reference/${name} is not up to date`);
      process.exitCode = 1;
    } else {
      await writeFile(join(REFERENCE, name), wanted);
      console.log(`docs/reference/${name} written`);
    }
  }
}

await main(process.argv.includes('--check'));
