/** Record → signals: what all mail shares, and what the folder says is deleted. Pure. */
import type { Adapt, SettingValues } from '../../contract.ts';
import { adaptGone, isGone } from '../../mail/gone.ts';
import { adaptMail } from '../../mail/message.ts';
import type { ImapBody } from './record.ts';
import { readingSettings } from './settings.ts';

/** See `Source.adapter`. @throws LeadspringError setting_invalid */
export async function imapAdapter(values: SettingValues): Promise<Adapt<ImapBody>> {
  const settings = readingSettings(values);
  return ({ body, ...record }) =>
    isGone(body) ? adaptGone({ ...record, body }) : adaptMail({ ...record, body }, settings);
}
