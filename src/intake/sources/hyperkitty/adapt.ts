/** Record → signals: what all mail shares, of an archive that is there to be read. */
import type { Adapt, SettingValues } from '../../contract.ts';
import { publicMailSettings } from '../../mail/archive_settings.ts';
import { adaptMail } from '../../mail/message.ts';
import type { MailBody } from '../../mail/record.ts';

/** See `Source.adapter`. @throws LeadspringError setting_invalid */
export async function hyperkittyAdapter(values: SettingValues): Promise<Adapt<MailBody>> {
  const settings = publicMailSettings(values);
  return (record) => adaptMail(record, settings);
}
