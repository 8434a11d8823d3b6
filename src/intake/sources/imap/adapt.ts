/** Record → signals: what all mail shares, and what the folder says is deleted. Pure. */
import { type Adapt, type Adapted, dropped, erased, failed, type SettingValues } from '../../contract.ts';
import { readHeader } from '../../mail/header.ts';
import { adaptMail } from '../../mail/message.ts';
import { messageId } from '../../mail/thread.ts';
import { type ImapBody, type ImapRecord, isGone } from './record.ts';
import { readingSettings } from './settings.ts';

/** See `Source.adapter`. @throws LeadspringError setting_invalid */
export async function imapAdapter(values: SettingValues): Promise<Adapt<ImapBody>> {
  const settings = readingSettings(values);
  return (record) => (isGone(record.body) ? adaptGone(record) : adaptMail(record, settings));
}

function adaptGone(record: ImapRecord): Adapted {
  const { body } = record;
  if (!isGone(body) || body.gone === 'unread') return dropped('deleted');
  const read = readHeader(body.header);
  const nativeId = 'malformed' in read ? undefined : messageId(read.header);
  if (nativeId === undefined) {
    return failed(record, 'record_malformed', 'what was deleted has no Message-ID to find it by', {
      field: 'Message-ID',
    });
  }
  return erased([{ kind: 'message', space: 'mail', nativeId }]);
}
