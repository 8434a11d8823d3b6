/** What archives of lists on web servers are told: an address, and what all mail is told. */

import type { Setting, SettingValues } from '../contract.ts';
import { serverAddress } from '../text/remote.ts';
import { SETTINGS as MAIL_SETTINGS, type MailSettings, mailSettings } from './settings.ts';

/** What archives publish is public unless told otherwise. @param help what the address should be */
export function archiveSettings(help: string): readonly Setting[] {
  const url: Setting = { name: 'url', type: 'text', default: null, needed: ['pull'], help };
  return [url, ...PUBLIC_SETTINGS];
}

/** The settings of all mail, for an archive that is there to be read. */
export const PUBLIC_SETTINGS: readonly Setting[] = MAIL_SETTINGS.map((setting) =>
  setting.name === 'visibility'
    ? {
        ...setting,
        default: 'public',
        help: 'public: what such an archive is made for. private: for one that is not shown to strangers. auto: public when a message carries the headers of a list.',
      }
    : setting,
);

/** How the messages of such an archive are read. @throws LeadspringError setting_invalid, naming the setting */
export function publicMailSettings(values: SettingValues): MailSettings {
  return mailSettings({ ...values, visibility: values.visibility ?? 'public' });
}

/** The address, without a slash at its end. @throws LeadspringError setting_invalid */
export function archiveAddress(values: SettingValues): string {
  return serverAddress('url', values.url);
}
