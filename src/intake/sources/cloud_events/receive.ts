/** Requests of CloudEvents 1.0 (binary, structured, batch) to records, one an event. */
import type { Delivery, Received, Receiver, SettingValues } from '../../contract.ts';
import { expectPost, recordOf } from '../../deliveries/body.ts';
import { bearerOf, isKey, textsOf } from '../../deliveries/keys.ts';
import { mapped, readMapping } from '../../deliveries/mapping.ts';
import { idOf, wordOf } from '../../deliveries/values.ts';
import type { Fields } from '../../text/json.ts';
import { eventsOf } from './event.ts';

const LARGEST = 1024 * 1024;

export const receive: Receiver<Fields> = {
  help: 'Send CloudEvents 1.0 to URL, in binary, structured or batch mode, with a key of the setting keys as Authorization: Bearer KEY.',
  maxBytes: LARGEST,
  authentic: (delivery, { keys }) => {
    const { headers, query } = delivery;
    return isKey(bearerOf(delivery) ?? headers['x-api-key'] ?? query.access_token, textsOf(keys));
  },
  records,
};

function records(delivery: Delivery, settings: SettingValues): Received<Fields> {
  if (delivery.method === 'OPTIONS') return { records: [], answer: consent(delivery) };
  expectPost(delivery);
  const mapping = readMapping(settings);
  const events = eventsOf(delivery).map((event, index) => {
    const { source, id, type, specversion } = event;
    const [from, name] = [wordOf(source, 1000), wordOf(id, 1000)];
    // What its source calls an event tells events apart only together with the source.
    const recordId = idOf('event', undefined, () =>
      from === undefined || name === undefined ? event : [from, name],
    );
    const body = {
      ...mapped(event, type, delivery.at, mapping),
      specversion: wordOf(specversion),
      attributes: { source: from, id: name },
    };
    return recordOf(recordId, body, index);
  });
  return { records: events };
}

/** The answer to whoever asks whether it may send here (HTTP 1.1 Web Hooks for Event Delivery §4.2). */
function consent({ headers }: Delivery) {
  const origin = headers['webhook-request-origin'];
  if (origin === undefined) return { status: 204 };
  return {
    status: 200,
    headers: { allow: 'POST', 'webhook-allowed-origin': origin, 'webhook-allowed-rate': '*' },
  };
}
