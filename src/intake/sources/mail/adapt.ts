/** Record → signals: what all mail shares, with the settings of this source. */
import type { Adapt, SettingValues } from '../../contract.ts';
import { adaptMail } from '../../mail/message.ts';
import type { MailBody } from '../../mail/record.ts';
import { mailSettings } from '../../mail/settings.ts';

/** See `Source.adapter`. @throws LeadspringError setting_invalid */
export async function mailAdapter(values: SettingValues): Promise<Adapt<MailBody>> {
  const settings = mailSettings(values);
  return (record) => adaptMail(record, settings);
}
