/** Settings of the public_inbox source: those of all mail, where an archive is public unless told otherwise. */
import type { Setting, SettingValues } from '../../contract.ts';
import { SETTINGS as MAIL_SETTINGS, type MailSettings, mailSettings } from '../../mail/settings.ts';

export const SETTINGS: readonly Setting[] = MAIL_SETTINGS.map((setting) =>
  setting.name === 'visibility'
    ? {
        ...setting,
        default: 'public',
        help: 'public: what such an archive is made for. private: for one that is not served to strangers. auto: public when a message carries the headers of a list.',
      }
    : setting,
);

/** @throws LeadspringError setting_invalid, naming the setting */
export function inboxSettings(values: SettingValues): MailSettings {
  return mailSettings({ ...values, visibility: values.visibility ?? 'public' });
}
