/** CloudEvents 1.0 over HTTP: from a request to events as JSON documents, whatever the mode. */
import { LeadspringError } from '../../../base/plain.ts';
import type { Delivery } from '../../contract.ts';
import { jsonOf, objectOf } from '../../deliveries/body.ts';
import { type Fields, fieldsOf, parseJson } from '../../text/json.ts';

const STRUCTURED = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';
const JSON_TYPE = /^(?:application|text)\/(?:[\w.-]+\+)?json$/;

/** The events of a request, their data decoded. @throws LeadspringError `delivery_malformed` */
export function eventsOf(delivery: Delivery): readonly Fields[] {
  const type = mediaType(delivery.headers['content-type']);
  if (type === BATCH) {
    const events = jsonOf(delivery);
    if (!Array.isArray(events)) throw malformed('The batch is not a list.');
    return events.map((event) => withData(fieldsOf(event)));
  }
  if (type === STRUCTURED) return [withData(objectOf(delivery))];
  if (delivery.headers['ce-specversion'] !== undefined) return [binaryEvent(delivery, type)];
  throw malformed(`Neither ce- headers nor the media type ${STRUCTURED} or ${BATCH}.`);
}

function malformed(message: string): LeadspringError {
  return new LeadspringError('delivery_malformed', message);
}

function mediaType(header: string | undefined): string {
  return (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** Attributes in headers, data as the body (HTTP protocol binding §3.1). */
function binaryEvent(delivery: Delivery, type: string): Fields {
  const attributes = Object.entries(delivery.headers)
    .filter(([name]) => name.startsWith('ce-'))
    .map(([name, value]) => [name.slice(3), decoded(value)]);
  const data =
    delivery.body.byteLength > 0 && (type === '' || JSON_TYPE.test(type)) ? jsonOf(delivery) : undefined;
  return { ...Object.fromEntries(attributes), data };
}

/** Values of headers are percent-encoded where they are not printable ASCII. */
function decoded(value: string): string {
  const plain = value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
  try {
    return decodeURIComponent(plain);
  } catch (thrown) {
    if (thrown instanceof URIError) return plain; // a percent sign that stands for itself
    throw thrown;
  }
}

/** Data may be JSON within a text, or in base 64 (JSON format §3.1.1). */
function withData(event: Fields): Fields {
  const { data, data_base64: encoded, ...attributes } = event;
  const type = mediaType(typeof event.datacontenttype === 'string' ? event.datacontenttype : undefined);
  if (type !== '' && !JSON_TYPE.test(type)) return attributes;
  if (typeof encoded === 'string') {
    const bytes = new Uint8Array(Buffer.from(encoded, 'base64'));
    return { ...attributes, data: parseJson(Buffer.from(bytes).toString('utf8')) };
  }
  return { ...attributes, data: typeof data === 'string' ? (parseJson(data) ?? data) : data };
}
