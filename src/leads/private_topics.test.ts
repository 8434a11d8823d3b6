/** What private questions are about: their subjects stand with the messages only, and count for topics all the same. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withDatabase } from '../../test/support/database.ts';
import { tempDir } from '../../test/support/temp_dir.ts';
import type { Database } from '../base/index.ts';
import { importPaths } from '../intake/index.ts';
import { explainLead } from './evidence.ts';
import { findLead, listLeads } from './list_store.ts';
import { computeChanges, refreshLeads } from './refresh.ts';
import { refreshLeadsOf } from './refresh_some.ts';
import { loadWeights } from './weights.ts';

const NOW = Date.UTC(2026, 10, 24);
const options = { weights: loadWeights(), vendorDomains: [], now: NOW };

/** A mailbox of support: private, since no list sent it. */
const MAILBOX = [
  [
    'Tue, 10 Nov 2026 09:00:00 +0000',
    'jo@acme.example',
    '1',
    'Pricing for 200 users with SAML single sign-on',
    '',
  ],
  ['Wed, 11 Nov 2026 09:00:00 +0000', 'jo@acme.example', '2', 'Re: thanks', '<1@acme.example>'],
  ['Thu, 12 Nov 2026 09:00:00 +0000', 'al@other.example', '3', 'How do I start it?', ''],
]
  .map(([date, from, id, subject, references]) =>
    [
      `From ${from} Thu Nov 12 09:00:00 2026`,
      `Message-ID: <${id}@${(from ?? '').split('@')[1]}>`,
      ...[`From: ${from}`, 'To: support@product.example', `Date: ${date}`, `Subject: ${subject}`],
      ...(references === '' ? [] : [`References: ${references}`]),
      ...['', 'Hello.', '', ''],
    ].join('\n'),
  )
  .join('');

async function imported(db: Database): Promise<void> {
  await using directory = await tempDir();
  const path = join(directory.path, 'support.mbox');
  await writeFile(path, MAILBOX);
  const report = await importPaths({ db, kind: 'mail', paths: [path], settings: {}, now: NOW, threads: 0 });
  expect(report.counts).toMatchObject({ failed: 0 });
  // As help desks, forums and chats are read: of private threads nothing is kept with what was touched.
  await db.query(`update asset set title = ''`);
}

test('a private question about guarantees needs guarantees, computed with all, by itself and as of a day', async () => {
  await withDatabase(async (db) => {
    await imported(db);
    await refreshLeads(db, options);
    const [acme, other] = [await findLead(db, 'acme.example'), await findLead(db, 'other.example')];
    expect([acme?.stage, other?.stage]).toEqual(['needs_guarantees', 'asking']);
    await refreshLeadsOf(db, [acme?.id ?? '', other?.id ?? ''], options);
    const { rows } = await listLeads(db);
    expect(rows.map(({ domain, stage }) => [domain, stage])).toEqual([
      ['acme.example', 'needs_guarantees'],
      ['other.example', 'asking'],
    ]);
    const on = async (day: number, identities: 'now' | 'then'): Promise<readonly string[]> => {
      const then = { ...options, asOf: Date.UTC(2026, 10, day), limit: 10, identities };
      return (await computeChanges(db, then)).leads.map(({ stage }) => stage);
    };
    for (const known of ['now', 'then'] as const)
      expect([await on(9, known), await on(10, known)], known).toEqual([[], ['needs_guarantees']]);
  });
});

test('what is said of the lead names the topic, never the subject', async () => {
  await withDatabase(async (db) => {
    await imported(db);
    await refreshLeads(db, options);
    const acme = await findLead(db, 'acme.example');
    expect(acme?.headline).not.toContain('Pricing for 200');
    const explained = await explainLead(db, acme?.id ?? '', { ...options, asOf: NOW, evidence: 10 });
    expect(JSON.stringify(explained.sentences)).toMatch(/asked .*(prices|single sign-on)/i);
  });
});
