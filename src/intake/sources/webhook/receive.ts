/** Messages signed as Standard Webhooks has it (https://www.standardwebhooks.com), to one record each. */
import { LeadspringError } from '../../../base/plain.ts';
import type { Delivery, Received, Receiver, SettingValues } from '../../contract.ts';
import { expectPost, objectOf, recordOf } from '../../deliveries/body.ts';
import { isRecent, isSigned, textsOf } from '../../deliveries/keys.ts';
import { mapped, readMapping } from '../../deliveries/mapping.ts';
import { idOf, timeOf } from '../../deliveries/values.ts';
import type { Fields } from '../../text/json.ts';
import { readPath } from '../../text/json_path.ts';
import { TOLERANCE } from './settings.ts';

const LARGEST = 1024 * 1024;

export const receive: Receiver<Fields> = {
  help: 'Give the sender URL as the address of its webhook, and copy the secret that it shows into the setting secrets. It must sign as Standard Webhooks has it.',
  maxBytes: LARGEST,
  authentic,
  records,
};

/** A header by its name of the specification, or as Svix, whose it was, sends it. */
function header({ headers }: Delivery, name: 'id' | 'timestamp' | 'signature'): string | undefined {
  return headers[`webhook-${name}`] ?? headers[`svix-${name}`];
}

function authentic(delivery: Delivery, { secrets, tolerance }: SettingValues): boolean {
  const [id, timestamp, signature] = [
    header(delivery, 'id'),
    header(delivery, 'timestamp'),
    header(delivery, 'signature'),
  ];
  if (id === undefined || timestamp === undefined || signature === undefined) return false;
  if (!isRecent(timestamp, delivery, typeof tolerance === 'number' ? tolerance : TOLERANCE)) return false;
  return isSigned({
    algorithm: 'sha256',
    encoding: 'base64',
    secrets: textsOf(secrets).map((secret) => Buffer.from(secret.replace(/^whsec_/, ''), 'base64')),
    parts: [`${id}.${timestamp}.`, delivery.body],
    signatures: signature.split(' ').flatMap((each) => (each.startsWith('v1,') ? [each.slice(3)] : [])),
  });
}

function records(delivery: Delivery, settings: SettingValues): Received<Fields> {
  expectPost(delivery);
  const id = header(delivery, 'id');
  if (id === undefined) throw new LeadspringError('delivery_malformed', 'There is no header webhook-id.');
  const document = objectOf(delivery);
  const { type_path: path } = settings;
  const type = readPath('type_path', typeof path === 'string' ? path : 'type')(document);
  const sent = timeOf(header(delivery, 'timestamp')) ?? delivery.at;
  return {
    records: [
      recordOf(
        idOf('message', id, () => null),
        mapped(document, type, sent, readMapping(settings)),
      ),
    ],
  };
}
