/** Archives of Mailman 2 lists on the web. See README.md. */
import { defineSource, type PullJob } from '../../contract.ts';
import { archiveAddress, archiveSettings } from '../../mail/archive_settings.ts';
import type { MailBody } from '../../mail/record.ts';
import { pipermailAdapter } from './adapt.ts';
import { askIndex, pullPipermail } from './pull.ts';

async function test(job: PullJob): Promise<string> {
  const links = await askIndex(job, archiveAddress(job.settings));
  const newest = links.at(-1);
  return newest === undefined ? 'the archive is empty' : `${links.length} volumes, the newest ${newest.name}`;
}

export const pipermail = defineSource<MailBody>({
  name: 'pipermail',
  title: 'Pipermail archive',
  summary: 'The public archive of a Mailman 2 list, by its address.',
  expects: '',
  accessPoints: ['mailing_list', 'support'],
  settings: archiveSettings('Address of the archive, e.g. https://lists.acme.example/pipermail/users'),
  sensitive: ['raw', 'text', 'subject', 'claims'],
  resumable: true,
  version: 1,
  threads: true,
  pull: pullPipermail,
  test,
  adapter: pipermailAdapter,
});
