/**
 * The HTTP tracking API of Segment, which RudderStack's and others' clients speak, too: one call a request
 * (`v1/track`), or many (`v1/batch`, `v1/import`). The write key is the user of Basic authentication, or stands in
 * the body.
 */
import { LeadspringError } from '../../../base/plain.ts';
import type {
  Delivery,
  DeliveryAnswer,
  Received,
  Receiver,
  SettingValues,
  SourceRecord,
} from '../../contract.ts';
import { expectPost, objectOf, recordOf } from '../../deliveries/body.ts';
import { basicUserOf, isKey, textsOf } from '../../deliveries/keys.ts';
import { asksNotToBeTracked, idOf, timeOf, wordOf } from '../../deliveries/values.ts';
import { unreadable } from '../../files/unreadable.ts';
import { type Fields, fieldsOf, parseJson } from '../../text/json.ts';
import { type EventBody, type EventType, eventOf, isType } from './event.ts';
import { isPosthog, posthogCall } from './posthog.ts';
import { readSettings, type SegmentSettings } from './settings.ts';

/** The limits of the protocol: 500 KB a request, 32 KB a call. */
const LARGEST_BATCH = 500 * 1024;
const LARGEST_CALL = 32 * 1024;
const DAY = 86_400_000;

/** What browsers call the kinds in addresses: `v1/t`. */
const SHORT: Readonly<Record<string, EventType>> = {
  i: 'identify',
  t: 'track',
  p: 'page',
  s: 'screen',
  g: 'group',
  a: 'alias',
};
const BATCHES = /^(?:batch|import|b|capture|e)$/;
const ANSWER: DeliveryAnswer = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: '{"success":true}',
};

export const receive: Receiver<EventBody> = {
  help: 'Give RudderStack’s clients URL as dataPlaneUrl. Segment’s clients take the address in two parts: the server as host, the rest with /v1/batch behind it as path. Both are given a write key of the setting write_keys.',
  maxBytes: LARGEST_BATCH,
  fromBrowsers: true,
  authentic: (delivery, { write_keys: keys }) => isKey(writeKeyOf(delivery), textsOf(keys)),
  records,
};

function writeKeyOf(delivery: Delivery): string | undefined {
  const user = basicUserOf(delivery);
  if (user !== undefined) return user;
  const {
    writeKey,
    api_key: apiKey,
    token,
  } = fieldsOf(parseJson(Buffer.from(delivery.body).toString('utf8')));
  return [writeKey, apiKey, token].find((key) => typeof key === 'string');
}

function records(delivery: Delivery, values: SettingValues): Received<EventBody> {
  expectPost(delivery);
  const kind = kindOf(delivery.path);
  const body = objectOf(delivery);
  const { batch } = body;
  if (batch !== undefined && !Array.isArray(batch)) {
    throw new LeadspringError('delivery_malformed', 'batch is not a list.');
  }
  const quiet = asksNotToBeTracked(delivery.headers);
  const reading: Reading = {
    at: delivery.at,
    ahead: clockAhead(body, delivery.at),
    context: fieldsOf(body.context),
    whole: delivery.body.byteLength,
    settings: readSettings(values),
  };
  const calls: readonly unknown[] = batch ?? [body];
  return {
    records: calls.map((call, index) =>
      quiet ? quietRecord(call, index, reading) : recordOfCall(call, kind, index, reading),
    ),
    answer: ANSWER,
  };
}

/** The kind of call that the address names; undefined for several. @throws LeadspringError `delivery_malformed` */
function kindOf(path: string): EventType | undefined {
  const last = path.replace(/^(?:beacon\/)?(?:v1\/)?/, '');
  const kind = SHORT[last] ?? last;
  if (isType(kind)) return kind;
  if (BATCHES.test(last)) return undefined;
  throw new LeadspringError('delivery_malformed', 'The tracking API has no such address. Use v1/batch.');
}

interface Reading {
  readonly at: number;
  readonly ahead: number;
  /** What all calls of a batch have in common. */
  readonly context: Fields;
  readonly whole: number;
  readonly settings: SegmentSettings;
}

/** A clock that is behind cannot be told from a delay; one that wrote a later time than ours is ahead. */
function clockAhead({ sentAt, sent_at: sent }: Fields, at: number): number {
  return Math.max(0, (timeOf(sentAt ?? sent) ?? at) - at);
}

function recordOfCall(
  given: unknown,
  kind: EventType | undefined,
  index: number,
  reading: Reading,
): SourceRecord<EventBody> {
  const call = isPosthog(fieldsOf(given)) ? posthogCall(fieldsOf(given)) : fieldsOf(given);
  const id = callId(given, call, reading);
  // A request as small as a call need not be measured call by call.
  if (reading.whole > LARGEST_CALL && Buffer.byteLength(JSON.stringify(given)) > LARGEST_CALL) {
    const detail = `The event is larger than ${LARGEST_CALL / 1024} KB.`;
    return recordOf(id, fieldsOf(unreadable(id, { file: '' }, 'record_too_large', detail).body), index);
  }
  const type = kind ?? wordOf(call.type) ?? '';
  const context = { ...reading.context, ...fieldsOf(call.context) };
  return recordOf(
    id,
    eventOf({ ...call, context }, type, reading.at, reading.ahead, reading.settings),
    index,
  );
}

/** Of someone who does not want to be tracked nothing is kept but that there was something. */
function quietRecord(call: unknown, index: number, reading: Reading): SourceRecord<EventBody> {
  return recordOf(callId(call, fieldsOf(call), reading), { doNotTrack: true }, index);
}

/** The message's own id, or one of its content; where the content has no time, two of one day are one. */
function callId(given: unknown, call: Fields, { at }: Reading): string {
  const { timestamp, originalTimestamp } = call;
  const day = timestamp === undefined && originalTimestamp === undefined ? Math.floor(at / DAY) : null;
  return idOf('event', wordOf(call.messageId, 2000), () => [given, day]);
}
