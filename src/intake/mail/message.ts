/** One message to one stored message and one signal. Pure; never throws for bad input. */
import { hash } from 'node:crypto';
import {
  type Adapted,
  adapted,
  dropped,
  failed,
  type MessageDraft,
  type SignalDraft,
  type SourceRecord,
} from '../contract.ts';
import { clean, cut, decoded } from './address.ts';
import { authorship } from './author.ts';
import { automatic } from './automatic.ts';
import { bodyText } from './body.ts';
import { messageDate, messageOffset } from './dates.ts';
import { type Header, readHeader } from './header.ts';
import { mailList, visibilityOf } from './list.ts';
import { isMailBody, type MailBody, type Problem } from './record.ts';
import { separatorDate } from './separator.ts';
import type { MailSettings } from './settings.ts';
import { baseSubject, isReply, messageId, references } from './thread.ts';

const MAX_SUBJECT = 1000;
const NOT_KEPT: Problem = { code: 'mail_malformed', detail: 'the message was not kept' };

/** Adapts one record. Failures: mail_malformed, mail_too_large, date_missing. */
export async function adaptMail(record: SourceRecord<unknown>, settings: MailSettings): Promise<Adapted> {
  const { body } = record;
  if (!isMailBody(body))
    return failed(record, 'mail_malformed', 'the record holds no message', { field: 'raw' });
  if (body.raw === null) {
    const { code, detail } = body.problem ?? NOT_KEPT;
    return failed(record, code, detail);
  }
  if (body.raw.length > settings.maxMessageBytes) {
    return failed(record, 'mail_too_large', `the message has ${body.raw.length} bytes`, { field: 'raw' });
  }
  const read = readHeader(body.raw);
  if ('malformed' in read) return failed(record, 'mail_malformed', read.malformed, { field: 'header' });
  const { header } = read;
  const list = mailList(header);
  if (automatic(header, list) !== undefined) return dropped('automatic_mail');
  const separator = body.separator ?? '';
  const at = messageDate(header, separatorDate(separator));
  if (at === undefined) {
    return failed(record, 'date_missing', 'neither Date nor Received nor the archive has a date', {
      field: 'Date',
    });
  }
  const content = await bodyText(body.raw, header, body.separator !== null);
  if ('malformed' in content) return failed(record, 'mail_malformed', content.malformed, { field: 'body' });
  const message = messageOf({ ...body, raw: body.raw }, header, settings, at, content);
  return adapted([signalOf(message, header)], [message]);
}

function messageOf(
  body: MailBody & { readonly raw: Uint8Array },
  header: Header,
  settings: MailSettings,
  at: number,
  { text, signature }: { readonly text: string; readonly signature: string },
): MessageDraft {
  const list = mailList(header);
  const nativeId = messageId(header) ?? `sha256:${hash('sha256', withoutReturns(body.raw))}`;
  return {
    nativeId,
    space: 'mail',
    container: settings.list ?? list?.id ?? body.container,
    visibility:
      settings.visibility === 'auto' ? visibilityOf(header, list, body.separator) : settings.visibility,
    at,
    subject: subjectOf(header),
    ...authorship(header, list),
    references: references(header, nativeId),
    format: 'rfc822',
    raw: body.raw,
    text,
    ...(signature === '' ? {} : { signature }),
  };
}

/** With LF for CRLF: a mail server gives the one, most archives keep the other of the same message. */
function withoutReturns(raw: Uint8Array): Uint8Array {
  if (!raw.includes(0x0d)) return raw;
  return Buffer.from(Buffer.from(raw).toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
}

/** One line for people: encoded words decoded, bounded before and after. */
function subjectOf(header: Header): string {
  const value = cut(header.first('subject') ?? '', 10 * MAX_SUBJECT);
  return cut(clean(decoded(value)), MAX_SUBJECT);
}

function signalOf(message: MessageDraft, header: Header): SignalDraft {
  const title = baseSubject(message.subject);
  const { nativeId, at, visibility, author } = message;
  const utcOffset = messageOffset(header, at, nativeId);
  return {
    // Of a message seen in a list and in a mailbox both copies are kept, and so are both acts: whichever copy is
    // read first, the private one never stands in for the public one.
    nativeId: visibility === 'public' ? nativeId : `private:${nativeId}`,
    accessPoint: visibility === 'public' ? 'mailing_list' : 'support',
    act: isReply(header, message.references, message.subject) ? 'reply' : 'ask',
    at,
    visibility,
    ...(Object.keys(author).length === 0 ? {} : { actor: author }),
    asset: {
      kind: 'thread',
      key: message.references[0] ?? nativeId,
      ...(title === '' ? {} : { title }),
    },
    messageNativeId: nativeId,
    ...(utcOffset === undefined ? {} : { utcOffset }),
  };
}
