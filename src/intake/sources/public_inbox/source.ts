/** Archives of public-inbox: a list in git repositories, one message a commit. See README.md. */
import { basename } from 'node:path';
import { defineSource, type Probe } from '../../contract.ts';
import { PUBLIC_SETTINGS } from '../../mail/archive_settings.ts';
import { inboxAdapter } from './adapt.ts';
import { holdsEpochs, isBare } from './inbox.ts';
import { readInbox } from './read.ts';
import type { InboxBody } from './record.ts';

/** What public-inbox and its tools put beside the folder `git` of an inbox in format v2. */
const BESIDE = ['all.git', 'inbox.lock', 'msgmap.sqlite3', 'manifest.js.gz', 'inbox.config.example'];

/** A bare repository may be any: one of an inbox has the inbox's index in it, or is named as an epoch is. */
function recognize({ path, isDirectory, entries }: Probe): number {
  if (!isDirectory) return 0;
  if (isBare(entries)) {
    const named = /^\d+\.git$/.test(basename(path));
    return named || entries.includes('public-inbox') || entries.includes('ssoma.lock') ? 1 : 0;
  }
  if (entries.includes('git') && BESIDE.some((name) => entries.includes(name))) return 1;
  return holdsEpochs(entries) ? 1 : 0;
}

export const publicInbox = defineSource<InboxBody>({
  name: 'public_inbox',
  title: 'public-inbox',
  summary: 'A mailing list that public-inbox archives in git: every message, and what was taken back.',
  expects:
    'a public-inbox archive: an inbox, or a clone of its repository or of its epochs (git/0.git, git/1.git)',
  accessPoints: ['mailing_list', 'support'],
  settings: PUBLIC_SETTINGS,
  sensitive: ['raw', 'text', 'subject', 'claims'],
  resumable: true,
  version: 1,
  threads: true,
  recognize,
  read: readInbox,
  adapter: inboxAdapter,
});
