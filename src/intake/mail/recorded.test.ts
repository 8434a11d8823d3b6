/** Mail as servers gave it: archives on the web, exports, news articles. Every message is accounted for. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeWith } from '../../../test/support/needs.ts';
import { sharedData } from '../../../test/support/shared_data.ts';
import { ERRORS } from '../../base/plain.ts';
import { adaptMail } from './message.ts';
import type { MailRecord } from './record.ts';
import { mailSettings } from './settings.ts';
import { adaptRaw, fate } from './testing.ts';
import { readVolume } from './volume.ts';

/** Fates that lose nothing: stored, left out with a reason, failed with a code. */
function expectAccounted(fates: readonly string[]): void {
  for (const each of fates)
    expect(each === 'stored' || each === 'automatic_mail' || each in ERRORS, each).toBe(true);
}

async function recordsOf(path: string): Promise<MailRecord[]> {
  const bytes = new Uint8Array(await readFile(path));
  const volume = { address: path, bytes, container: 'users', maxMessageBytes: 25_000_000 };
  const records: MailRecord[] = [];
  for await (const batch of readVolume(volume)) records.push(...batch.records);
  return records;
}

describeWith(sharedData('api-answers'), 'recorded mail', (path) => {
  it.each(['pipermail', 'hyperkitty', 'mbox'])(
    'of %s: every message is stored or fails with a code',
    async (name) => {
      const files = (await readdir(join(path, name))).filter((file) => file.endsWith('.mbox'));
      expect(files.length).toBeGreaterThan(1);
      for (const file of files) {
        const records = await recordsOf(join(path, name, file));
        const separators = (await readFile(join(path, name, file), 'latin1')).match(/^From .*\d{4}$/gm) ?? [];
        expect([file, records.length]).toEqual([file, separators.length]);
        const adapted = await Promise.all(records.map((record) => adaptMail(record, mailSettings({}))));
        expectAccounted(adapted.map(fate));
        if (name !== 'mbox') expect(new Set(adapted.map(fate))).toEqual(new Set(['stored']));
      }
    },
  );

  it('of news servers: every article is stored or fails with a code', async () => {
    const files = await readdir(join(path, 'nntp'));
    expect(files.length).toBeGreaterThan(1);
    for (const file of files)
      expectAccounted([fate(await adaptRaw(await readFile(join(path, 'nntp', file))))]);
  });
});
