/** Record → signals: what all mail shares, and what the archive took back or changed. Pure. */
import { type Adapt, type Adapted, dropped, type SettingValues, type SourceRecord } from '../../contract.ts';
import { publicMailSettings } from '../../mail/archive_settings.ts';
import { adaptGone, isGone } from '../../mail/gone.ts';
import { adaptMail } from '../../mail/message.ts';
import type { MailSettings } from '../../mail/settings.ts';
import { editedAt, type InboxBody, isPurged } from './record.ts';

/** See `Source.adapter`. @throws LeadspringError setting_invalid */
export async function inboxAdapter(values: SettingValues): Promise<Adapt<InboxBody>> {
  const settings = publicMailSettings(values);
  return (record) => adaptInbox(record, settings);
}

async function adaptInbox(
  { body, ...record }: SourceRecord<InboxBody>,
  settings: MailSettings,
): Promise<Adapted> {
  if (isPurged(body)) return dropped('deleted');
  if (isGone(body)) return adaptGone({ ...record, body });
  const answer = await adaptMail({ ...record, body }, settings);
  const edited = editedAt(body);
  if (edited === undefined) return answer;
  return { ...answer, messages: answer.messages.map((message) => ({ ...message, editedAt: edited })) };
}
