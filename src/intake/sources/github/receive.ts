/** Webhooks: signed by X-Hub-Signature-256, named by X-GitHub-Event, told apart by X-GitHub-Delivery. */
import { LeadspringError } from '../../../base/plain.ts';
import type { Delivery, Received, Receiver } from '../../contract.ts';
import { parseJson } from '../../text/json.ts';
import { isSignedSha256 } from '../../text/signature.ts';
import { bodyOfEvent } from './events.ts';
import type { Body } from './record.ts';

/** GitHub itself sends at most 25 MB. */
const MOST_BYTES = 25 * 1024 * 1024;

export const receive: Receiver<Body> = {
  help: 'In the settings of the repository or organization at GitHub add a webhook: payload URL URL, a secret, and the events issues, issue comments, pull requests and their reviews and comments, discussions and their comments, stars, forks, releases. The content type may be either.',
  maxBytes: MOST_BYTES,
  authentic: ({ body, headers }, settings) =>
    isSignedSha256(body, headers['x-hub-signature-256'], settings.webhook_secret),
  records: recordsOf,
};

function recordsOf({ headers, body }: Delivery): Received<Body> {
  const { 'x-github-event': event, 'x-github-delivery': delivery } = headers;
  if (event === undefined || delivery === undefined) {
    throw new LeadspringError(
      'delivery_malformed',
      'The headers X-GitHub-Event and X-GitHub-Delivery are missing.',
    );
  }
  const text = Buffer.from(body).toString('utf8');
  const form = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  const payload = parseJson(form ? (new URLSearchParams(text).get('payload') ?? '') : text);
  if (payload === undefined) {
    throw new LeadspringError(
      'delivery_malformed',
      'The body is not JSON, nor a form with a payload of JSON.',
    );
  }
  const name = event.slice(0, 100);
  return {
    records: [
      {
        id: `delivery:${delivery.slice(0, 100)}`,
        place: { file: `webhook ${name}` },
        body: bodyOfEvent(name, payload),
      },
    ],
  };
}
