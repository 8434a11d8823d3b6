/** Webhooks: signed by X-Hub-Signature-256, named by X-GitHub-Event, told apart by X-GitHub-Delivery. */
import { LeadspringError } from '../../../base/plain.ts';
import type { Delivery, Received, Receiver, SettingValues } from '../../contract.ts';
import { expectPost, formOf, objectOf, recordOf } from '../../deliveries/body.ts';
import { isSigned, textsOf } from '../../deliveries/keys.ts';
import { bodyOfEvent } from './events.ts';
import type { Body } from './record.ts';

/** GitHub itself sends at most 25 MB. */
const MOST_BYTES = 25 * 1024 * 1024;

export const receive: Receiver<Body> = {
  help: 'In the settings of the repository or organization at GitHub add a webhook: payload URL URL, a secret, and the events issues, issue comments, pull requests and their reviews and comments, discussions and their comments, stars, forks, releases. The content type may be either.',
  maxBytes: MOST_BYTES,
  authentic: isAuthentic,
  records: recordsOf,
};

function isAuthentic({ body, headers }: Delivery, settings: SettingValues): boolean {
  const signature = /^sha256=([0-9a-f]{64})$/i.exec(headers['x-hub-signature-256'] ?? '')?.[1];
  const secrets = textsOf(settings.webhook_secrets);
  const signatures = signature === undefined ? [] : [signature];
  return isSigned({ algorithm: 'sha256', encoding: 'hex', secrets, parts: [body], signatures });
}

function recordsOf(delivery: Delivery): Received<Body> {
  expectPost(delivery);
  const { 'x-github-event': event, 'x-github-delivery': id } = delivery.headers;
  if (event === undefined || id === undefined) {
    throw new LeadspringError(
      'delivery_malformed',
      'The headers X-GitHub-Event and X-GitHub-Delivery are missing.',
    );
  }
  const type = delivery.headers['content-type'] ?? '';
  const form = type.startsWith('application/x-www-form-urlencoded');
  const payload = objectOf(form ? { body: Buffer.from(formOf(delivery).payload ?? '', 'utf8') } : delivery);
  return { records: [recordOf(`delivery:${id.slice(0, 100)}`, bodyOfEvent(event.slice(0, 100), payload))] };
}
