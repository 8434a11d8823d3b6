/** What reading a folder hands to `adapt`: a message, or word of one that is marked as deleted. */
import type { SourceRecord } from '../../contract.ts';
import type { GoneBody } from '../../mail/gone.ts';
import type { MailBody } from '../../mail/record.ts';

export type ImapBody = MailBody | GoneBody;
export type ImapRecord = SourceRecord<ImapBody>;
