/** Settings of the imap source, declared for forms and help, and read into types. */
import { LeadspringError } from '../../../base/plain.ts';
import type { Setting, SettingValues } from '../../contract.ts';
import { SETTINGS as MAIL_SETTINGS, type MailSettings, mailSettings } from '../../mail/settings.ts';

const SECURITIES = ['tls', 'starttls', 'none'] as const;

const MAIL_OWN: readonly Setting[] = MAIL_SETTINGS.map((setting) =>
  setting.name === 'visibility'
    ? {
        ...setting,
        default: 'private',
        help: 'private: a mailbox, which is support. public: the folder of a public list, which is a mailing list. auto: public when a message carries the headers of a list, else private.',
      }
    : setting,
);

export const SETTINGS: readonly Setting[] = [
  {
    name: 'host',
    type: 'text',
    default: null,
    needed: ['pull'],
    help: 'Name of the mail server, e.g. imap.acme.example.',
  },
  {
    name: 'port',
    type: 'integer',
    default: null,
    help: 'Port. Default: 993 with tls, else 143.',
  },
  {
    name: 'security',
    type: 'choice',
    choices: SECURITIES,
    default: 'tls',
    help: 'tls from the first byte, starttls before the log-in, or none: only for a server on this machine, for the password is sent in the clear. Certificates are always checked.',
  },
  { name: 'user', type: 'text', default: null, needed: ['pull'], help: 'Name to log in with.' },
  {
    name: 'password',
    type: 'text',
    default: null,
    secret: true,
    help: 'Password, or a password made for this program where the provider has such.',
  },
  {
    name: 'access_token',
    type: 'text',
    default: null,
    secret: true,
    help: 'OAuth 2 access token, instead of a password.',
  },
  { name: 'folder', type: 'text', default: 'INBOX', help: 'Folder to read, e.g. INBOX or Lists/users.' },
  ...MAIL_OWN,
  {
    name: 'follow_deletions',
    type: 'boolean',
    default: false,
    help: 'Erase here what is deleted from the folder. Only for a folder that nobody moves mail out of: moving looks the same.',
  },
];

export interface ImapSettings {
  readonly host: string;
  readonly port: number;
  readonly security: (typeof SECURITIES)[number];
  readonly auth: { readonly user: string; readonly pass?: string; readonly accessToken?: string };
  readonly folder: string;
  readonly maxMessageBytes: number;
  readonly followDeletions: boolean;
}

/** How the messages are read. @throws LeadspringError setting_invalid, naming the setting */
export function readingSettings(values: SettingValues): MailSettings {
  return mailSettings({ ...values, visibility: values.visibility ?? 'private' });
}

/** @throws LeadspringError setting_invalid, naming the setting and never its value */
export function imapSettings(values: SettingValues): ImapSettings {
  const security = SECURITIES.find((known) => known === (values.security ?? 'tls'));
  if (security === undefined) throw invalid('security', 'must be tls, starttls or none');
  const port = values.port ?? (security === 'tls' ? 993 : 143);
  if (typeof port !== 'number' || port < 1 || port > 65_535) {
    throw invalid('port', 'must be a whole number from 1 to 65535');
  }
  const pass = textOf(values, 'password');
  const accessToken = textOf(values, 'access_token');
  if ((pass === undefined) === (accessToken === undefined)) {
    throw invalid('password', 'or access_token must be given, and not both');
  }
  return {
    host: needed(values, 'host'),
    port,
    security,
    auth: {
      user: needed(values, 'user'),
      ...(pass === undefined ? {} : { pass }),
      ...(accessToken === undefined ? {} : { accessToken }),
    },
    folder: textOf(values, 'folder') ?? 'INBOX',
    maxMessageBytes: readingSettings(values).maxMessageBytes,
    followDeletions: values.follow_deletions === true,
  };
}

function needed(values: SettingValues, name: string): string {
  const value = textOf(values, name)?.trim();
  if (value === undefined || value === '') throw invalid(name, 'must be given');
  return value;
}

function textOf(values: SettingValues, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function invalid(field: string, problem: string): LeadspringError {
  return new LeadspringError('setting_invalid', `${field} ${problem}`, { where: { field } });
}
