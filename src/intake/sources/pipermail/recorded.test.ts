/** Against recorded answers of real archives. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeWith } from '../../../../test/support/needs.ts';
import { sharedData } from '../../../../test/support/shared_data.ts';
import { type Http, LeadspringError } from '../../../base/plain.ts';
import { volumesOf } from './index_page.ts';
import { pipermail } from './source.ts';
import { ADDRESS, pullAll } from './testing.ts';

/** Volumes that were recorded, by the name the page gives them. */
const FILES: Readonly<Record<string, string>> = {
  '2015-November': 'pipermail_2015_november.mbox',
  '2016-March': 'pipermail_2016_march.mbox',
  '2016-April': 'pipermail_2016_april.mbox',
  '201511': 'pipermail_2015_november.mbox',
  '201603': 'pipermail_2016_march.mbox',
  '201604': 'pipermail_2016_april.mbox',
};

function recorded(folder: string, index: string): Http {
  return {
    request: async (url) => {
      const name = url.slice(ADDRESS.length + 1).replace(/\..*$/, '');
      const file = name === '' ? index : FILES[name];
      if (file === undefined) throw new LeadspringError('remote_not_found', `${url} is not there.`);
      return { status: 200, headers: {}, url, body: new Uint8Array(readFileSync(join(folder, file))) };
    },
  };
}

describeWith(sharedData('api-answers/pipermail'), 'recorded archives', (folder) => {
  it.each(['pipermail_index.html', 'pipermail_apache_index.html'])(
    '%s: every message is stored once',
    async (index) => {
      const links = volumesOf(readFileSync(join(folder, index), 'latin1'));
      expect(links.length).toBeGreaterThanOrEqual(3);
      const records = (await pullAll(recorded(folder, index))).flatMap((batch) => batch.records);
      const adapt = await pipermail.adapter({});
      const answers = await Promise.all(records.map((record) => adapt(record)));
      expect(records.length).toBeGreaterThan(3);
      expect(answers.flatMap(({ failures }) => failures)).toEqual([]);
      const ids = answers.flatMap(({ messages }) => messages.map(({ nativeId }) => nativeId));
      expect(new Set(ids).size).toBe(ids.length);
      const authors = answers.flatMap(({ messages }) => messages.map(({ author }) => author.email ?? ''));
      for (const email of authors) expect(email).toMatch(/^[^@\s]+@[^@\s]+$/);
    },
  );

  it('an empty archive is no error', async () => {
    const [batch] = await pullAll(recorded(folder, 'pipermail_index_empty.html'));
    expect(batch).toBeUndefined();
  });
});
