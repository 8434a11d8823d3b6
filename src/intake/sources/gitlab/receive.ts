/** Webhooks: known by X-Gitlab-Token, told apart by Idempotency-Key. */
import { createHash } from 'node:crypto';
import type { Delivery, Received, Receiver } from '../../contract.ts';
import { expectPost, objectOf, recordOf } from '../../deliveries/body.ts';
import { isKey, textsOf } from '../../deliveries/keys.ts';
import { bodyOfEvent } from './events.ts';
import type { Body } from './record.ts';

const MOST_BYTES = 25 * 1024 * 1024;

export const receive: Receiver<Body> = {
  help: 'In the settings of the project or group at GitLab add a webhook: URL URL, a secret token, and the triggers comments, confidential comments, issues events, confidential issues events, merge request events.',
  maxBytes: MOST_BYTES,
  authentic: ({ headers }, settings) => isKey(headers['x-gitlab-token'], textsOf(settings.webhook_tokens)),
  records: recordsOf,
};

/** Before GitLab 17.4 deliveries had no key; what is sent again has the same body. */
function recordsOf(delivery: Delivery): Received<Body> {
  expectPost(delivery);
  const key = delivery.headers['idempotency-key'];
  const id = key?.slice(0, 100) ?? createHash('sha256').update(delivery.body).digest('hex');
  return { records: [recordOf(`delivery:${id}`, bodyOfEvent(objectOf(delivery)))] };
}
