/** Events of Chatwoot's webhooks to one record each. */
import type { Delivery, Received, Receiver, SettingValues } from '../../contract.ts';
import { expectPost, objectOf, recordOf } from '../../deliveries/body.ts';
import { isKey, isRecent, isSigned, textsOf } from '../../deliveries/keys.ts';
import { idOf, wordOf } from '../../deliveries/values.ts';
import type { Fields } from '../../text/json.ts';
import { messageOf } from './message.ts';

const LARGEST = 4 * 1024 * 1024;
/** Seconds. */
const TOLERANCE = 300;
const TOLD = new Set<unknown>(['message_created', 'message_updated']);

export const receive: Receiver<Fields> = {
  help: 'In Chatwoot, Settings → Integrations → Webhooks: add the address URL with the events Message created and Message updated, and copy its secret into the setting secrets. Versions that sign nothing are given URL?token=TOKEN, with a token of the setting tokens.',
  maxBytes: LARGEST,
  authentic,
  records,
};

/** `X-Chatwoot-Signature: sha256=HEX` over `TIMESTAMP.BODY`; or a token of the address. */
function authentic(delivery: Delivery, { secrets, tokens }: SettingValues): boolean {
  const { headers, query, path, body } = delivery;
  const [, signature] = /^sha256=([0-9a-f]{64})$/i.exec(headers['x-chatwoot-signature'] ?? '') ?? [];
  const timestamp = headers['x-chatwoot-timestamp'];
  if (signature !== undefined && isRecent(timestamp, delivery, TOLERANCE)) {
    const signed = { secrets: textsOf(secrets), parts: [`${timestamp}.`, body], signatures: [signature] };
    if (isSigned({ algorithm: 'sha256', encoding: 'hex', ...signed })) return true;
  }
  return isKey(query.token ?? path, textsOf(tokens));
}

function records(delivery: Delivery): Received<Fields> {
  expectPost(delivery);
  const event = objectOf(delivery);
  const name = wordOf(event.event, 50);
  // Conversations, contacts, typing: what they tell of, messages tell of, too.
  if (name !== undefined && !TOLD.has(name)) {
    return {
      records: [
        recordOf(
          idOf('event', undefined, () => event),
          { other: name },
        ),
      ],
    };
  }
  const message = messageOf(event, delivery.at);
  const { id, account, editedAt, at, ...content } = message;
  const own = typeof id === 'string' && typeof account === 'string' ? `${account}/${id}` : undefined;
  // Every state of a message is told by an event of its own.
  const recordId =
    name === 'message_created' && own !== undefined
      ? idOf('message', own, () => null)
      : idOf('update', undefined, () => [own, content]);
  return { records: [recordOf(recordId, message)] };
}
