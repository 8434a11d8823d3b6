/** Real mail that lives beside the project; nothing of it is here. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeWith } from '../../../../test/support/needs.ts';
import { sharedData } from '../../../../test/support/shared_data.ts';
import type { MailRecord } from '../../mail/record.ts';
import { adaptRaw, fate } from '../../mail/testing.ts';
import { readAll } from './testing.ts';

const messagesBelow = async (path: string) => {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.eml'))
    .map((entry) => join(entry.parentPath, entry.name));
};
const adaptRecord = ({ body }: MailRecord) => adaptRaw(body.raw ?? '', body);
const field = ({ body }: MailRecord, name: string) =>
  new RegExp(`^${name}:(.*(?:\r?\n[ \t].*)*)`, 'im')
    .exec(Buffer.from(body.raw ?? []).toString('latin1'))?.[1]
    ?.trim() ?? '';

describeWith(sharedData('list-usrp-sample/sample.mbox.gz'), 'a vendor list of 510 messages', (path) => {
  it('is stored whole: public, of one list, no person taken for a machine', async () => {
    const all = await Promise.all((await readAll(path)).flatMap((batch) => batch.records).map(adaptRecord));
    expect(all.map(fate)).toEqual(Array(510).fill('stored'));
    expect(
      new Set(all.map(({ messages }) => `${messages[0]?.visibility} ${messages[0]?.container}`)).size,
    ).toBe(1);
    expect(all.filter(({ messages }) => messages[0]?.text === '')).toEqual([]);
  });

  it('shows every author, though the list hides some', async () => {
    const records = (await readAll(path)).flatMap((batch) => batch.records);
    let hidden = 0;
    for (const record of records) {
      const author = (await adaptRecord(record)).messages[0]?.author.email?.toLowerCase();
      // The list manager wrote down the envelope sender, which is the author, sometimes in a bounce tag.
      const sender = field(record, 'X-MailFrom').toLowerCase();
      expect(author).toBeDefined();
      expect(sender === author || sender.endsWith(`=${author}`)).toBe(true);
      if (/ via /.test(field(record, 'From'))) hidden++;
    }
    expect(hidden).toBe(44);
  });

  it('threads: every reply names the message it answers', async () => {
    for (const record of (await readAll(path)).flatMap((batch) => batch.records)) {
      const parent = /<([^<>]+)>/.exec(field(record, 'In-Reply-To'))?.[1];
      const message = (await adaptRecord(record)).messages[0];
      if (parent !== undefined) expect(message?.references).toContain(parent.replace(/\s/g, ''));
    }
  });
});

describeWith(sharedData('mail-automatic'), '568 automatic messages and 2 from people', (path) => {
  it('are told apart', async () => {
    const wrong: string[] = [];
    const files = await messagesBelow(path);
    for (const file of files) {
      const expected = file.includes('/not/') ? 'stored' : 'automatic_mail';
      if (fate(await adaptRaw(await readFile(file))) !== expected) wrong.push(file);
    }
    expect([wrong, files.length]).toEqual([[], 570]);
  });
});

describeWith(sharedData('mail-mime'), 'broken and difficult messages', (path) => {
  it('are each stored, dropped with a reason or failed with a code', async () => {
    const fates = new Map<string, number>();
    for (const file of await messagesBelow(path)) {
      const adapted = await adaptRaw(await readFile(file));
      expect(adapted.units).toBe(1);
      fates.set(fate(adapted), (fates.get(fate(adapted)) ?? 0) + 1);
    }
    expect([...fates.keys()].sort()).toEqual(['automatic_mail', 'date_missing', 'stored']);
    expect(fates.get('stored')).toBeGreaterThanOrEqual(86);
  });
});

describeWith(sharedData('mail-quotes/talon/standard_replies'), 'replies of eleven mail programs', (path) => {
  it('show the answer alone', async () => {
    for (const file of await messagesBelow(path)) {
      const adapted = await adaptRaw(await readFile(file), { separator: 'From x Tue Mar  3 10:11:12 2020' });
      expect([file, adapted.messages[0]?.text]).toEqual([file, 'Hello']);
    }
  });
});

describeWith(sharedData('api-answers'), 'archives as saved from the web', (path) => {
  it.each(['groupsio/messages.zip', 'pipermail', 'hyperkitty'])(
    '%s: every message is stored',
    async (name) => {
      const records = (await readAll(join(path, name))).flatMap((batch) => batch.records);
      const fates = await Promise.all(records.map(async (record) => fate(await adaptRecord(record))));
      expect(records.length).toBeGreaterThan(1);
      expect(new Set(fates)).toEqual(new Set(['stored']));
    },
  );
});
