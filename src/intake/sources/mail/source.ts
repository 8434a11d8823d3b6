/** Mail archives: mbox (plain, .gz, .zst), Maildir, folders of messages. See README.md. */
import { defineSource } from '../../contract.ts';
import type { MailBody } from '../../mail/record.ts';
import { SETTINGS } from '../../mail/settings.ts';
import { mailAdapter } from './adapt.ts';
import { readMail } from './read.ts';
import { recognizeMail } from './recognize.ts';

export const mail = defineSource<MailBody>({
  name: 'mail',
  title: 'Mail archives',
  summary:
    'Messages of mailing lists and mailboxes, each kept once with its thread, author and visible text.',
  expects:
    'an mbox file (also .gz, .zst or in a .zip), a Maildir, or a file or folder of single messages (.eml)',
  accessPoints: ['mailing_list', 'support'],
  settings: SETTINGS,
  sensitive: ['raw', 'text', 'subject', 'claims'],
  resumable: true,
  version: 2,
  threads: true,
  recognize: recognizeMail,
  read: readMail,
  adapter: mailAdapter,
});
