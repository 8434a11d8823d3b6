/** A made-up past of mail and contracts, stored by importing it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../src/base/index.ts';
import { importPaths } from '../../src/intake/import.ts';
import { tempDir } from './temp_dir.ts';

/** When everything is imported: long after it happened. */
export const IMPORTED = Date.UTC(2026, 10, 24);

/** A message to a public list. */
export interface Mail {
  readonly id: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly from: string;
  readonly name?: string;
  readonly text?: string;
  readonly subject?: string;
  /** Ids of the messages it answers. */
  readonly answers?: readonly string[];
}

export interface Contract {
  readonly day: string;
  readonly domain: string;
  readonly organization: string;
}

/** A deal that is open from a day on. */
export interface Deal {
  readonly day: string;
  readonly domain: string;
}

/** The instant at which a message of a day is sent. */
export const sentAt = (day: string): number => Date.parse(`${day}T10:00:00Z`);

function mboxOf({
  id,
  day,
  from,
  name,
  text = 'How does it work?',
  subject = 'Question',
  answers = [],
}: Mail): string {
  return [
    `From ${from} ${new Date(sentAt(day)).toUTCString().replace(/^(\w+), (\d+) (\w+) (\d+) ([\d:]+) GMT$/, '$1 $3 $2 $5 $4')}`,
    `Message-ID: <${id}@lists.example>`,
    `From: ${name === undefined ? from : `${name} <${from}>`}`,
    `Date: ${new Date(sentAt(day)).toUTCString()}`,
    'List-Id: <users.lists.example>',
    `Subject: ${subject}`,
    ...(answers.length === 0
      ? []
      : [`References: ${answers.map((each) => `<${each}@lists.example>`).join(' ')}`]),
    '',
    text,
    '',
    '',
  ].join('\n');
}

/** Imports mail and contracts as files. */
export async function importHistory(
  db: Database,
  mails: readonly Mail[],
  contracts: readonly Contract[] = [],
  deals: readonly Deal[] = [],
): Promise<void> {
  await using directory = await tempDir();
  const store = async (kind: string, name: string, text: string): Promise<void> => {
    const path = join(directory.path, name);
    await writeFile(path, text);
    const report = await importPaths({ db, kind, paths: [path], settings: {}, now: IMPORTED, threads: 0 });
    if (report.errors.length + report.counts.failed > 0) throw new Error(`${name} was not read well`);
  };
  const rows = contracts.map(({ day, domain, organization }) => `${organization},${domain},${day}`);
  if (mails.length > 0) await store('mail', 'users.mbox', mails.map(mboxOf).join(''));
  const open = deals.map(({ day, domain }) => `${domain} ${day},${domain},open,${day}`);
  if (open.length > 0) await store('csv', 'deals.csv', `deal,domain,stage,created\n${open.join('\n')}\n`);
  if (rows.length > 0) await store('csv', 'contracts.csv', `organization,domain,from\n${rows.join('\n')}\n`);
}
