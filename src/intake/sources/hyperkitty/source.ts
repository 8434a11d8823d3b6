/** Archives of Mailman 3 lists on the web. See README.md. */
import { defineSource, type PullJob } from '../../contract.ts';
import { archiveSettings } from '../../mail/archive_settings.ts';
import type { MailBody } from '../../mail/record.ts';
import { hyperkittyAdapter } from './adapt.ts';
import { archiveOf, askEmails } from './api.ts';
import { pullHyperkitty } from './pull.ts';

async function test(job: PullJob): Promise<string> {
  const archive = archiveOf(job.settings);
  const { count } = await askEmails(job.http, archive, '-archived_date', 1, 0);
  return `${archive.list} has ${count === 1 ? '1 message' : `${count.toLocaleString('en')} messages`}`;
}

export const hyperkitty = defineSource<MailBody>({
  name: 'hyperkitty',
  title: 'HyperKitty archive',
  summary: 'The public archive of a Mailman 3 list, by its address.',
  expects: '',
  accessPoints: ['mailing_list', 'support'],
  settings: archiveSettings(
    'Address of the list in the archive, e.g. https://lists.acme.example/archives/list/users@lists.acme.example',
  ),
  sensitive: ['raw', 'text', 'subject', 'claims'],
  resumable: true,
  version: 1,
  threads: true,
  pull: pullHyperkitty,
  test,
  adapter: hyperkittyAdapter,
});
