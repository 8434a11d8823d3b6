/** A folder of a mailbox on a mail server. See README.md. */
import { defineSource, type PullJob } from '../../contract.ts';
import { imapAdapter } from './adapt.ts';
import { connect } from './connection.ts';
import { pullImap } from './pull.ts';
import type { ImapBody } from './record.ts';
import { imapSettings, SETTINGS } from './settings.ts';
import { watchImap } from './watch.ts';

async function test(job: PullJob): Promise<string> {
  const settings = imapSettings(job.settings);
  const { folder, close } = await connect(job, settings);
  close();
  const { exists } = folder;
  const messages = exists === 1 ? '1 message' : `${exists.toLocaleString('en')} messages`;
  return `logged in as ${settings.auth.user}; ${settings.folder} has ${messages}`;
}

export const imap = defineSource<ImapBody>({
  name: 'imap',
  title: 'Mailbox (IMAP)',
  summary:
    'A folder of a mailbox on a mail server: private mail to the vendor, or the folder in which a public list arrives.',
  expects: '',
  accessPoints: ['support', 'mailing_list'],
  settings: SETTINGS,
  sensitive: ['raw', 'text', 'subject', 'claims'],
  resumable: true,
  version: 1,
  threads: true,
  pull: pullImap,
  test,
  watch: watchImap,
  adapter: imapAdapter,
});
