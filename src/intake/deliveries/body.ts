/** Bodies of deliveries: JSON and forms of strangers. */
import { LeadspringError } from '../../base/plain.ts';
import type { Delivery, SourceRecord } from '../contract.ts';
import { type Fields, fieldsOf, parseJson } from '../text/json.ts';

/** Deeper values mean nothing to us, and would break what walks through them. */
const DEEPEST = 100;

/** @throws LeadspringError `method_not_allowed` for anything but POST */
export function expectPost({ method }: Delivery): void {
  if (method !== 'POST') throw new LeadspringError('method_not_allowed', 'Only POST is understood here.');
}

/** The JSON value of a body. @throws LeadspringError `delivery_malformed` */
export function jsonOf({ body }: Pick<Delivery, 'body'>): unknown {
  if (depthOf(body) > DEEPEST) {
    throw new LeadspringError('delivery_malformed', `The body is nested deeper than ${DEEPEST} levels.`);
  }
  const value = parseJson(textOf(body));
  if (value === undefined) throw new LeadspringError('delivery_malformed', 'The body is not JSON.');
  return value;
}

/** The fields of a body that is one JSON object. @throws LeadspringError `delivery_malformed` */
export function objectOf(delivery: Pick<Delivery, 'body'>): Fields {
  const value = jsonOf(delivery);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new LeadspringError('delivery_malformed', 'The body is not a JSON object.');
  }
  return fieldsOf(value);
}

/** The fields of a form (`application/x-www-form-urlencoded`); of one that comes twice, the first. */
export function formOf({ body }: Pick<Delivery, 'body'>): Readonly<Record<string, string>> {
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(textOf(body))) {
    if (!fields.has(name)) fields.set(name, value);
  }
  return Object.fromEntries(fields);
}

/** A record of a delivery. @param index its place among the records of the delivery, from 0 */
export function recordOf<T>(id: string, body: T, index = 0): SourceRecord<T> {
  return { id, place: { file: 'delivery', line: index + 1 }, body };
}

function textOf(body: Uint8Array): string {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
}

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [34, 92, 91, 93, 123, 125] as const;

/** How deep the brackets outside of strings are nested. One pass, before anything that recurses sees them. */
function depthOf(body: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at];
    if (quoted) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) quoted = false;
    } else if (byte === QUOTE) quoted = true;
    else if (byte === OPEN_LIST || byte === OPEN) deepest = Math.max(deepest, ++depth);
    else if (byte === CLOSE_LIST || byte === CLOSE) depth--;
  }
  return deepest;
}
