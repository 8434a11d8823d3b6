/** Calls of Zammad's webhooks (triggers and schedulers) to one record each: the ticket's newest article. */
import type { Delivery, Received, Receiver, SettingValues } from '../../contract.ts';
import { expectPost, objectOf, recordOf } from '../../deliveries/body.ts';
import { isSigned, textsOf } from '../../deliveries/keys.ts';
import { idOf, timeOf, wordOf } from '../../deliveries/values.ts';
import { type Fields, fieldsOf } from '../../text/json.ts';
import { articleOf, UNEDITED } from './article.ts';

const LARGEST = 8 * 1024 * 1024;

export const receive: Receiver<Fields> = {
  help: 'In Zammad, Manage → Webhook: add one with the endpoint URL, a signature token of your own (the same as the setting secrets), and the usual payload. Then Manage → Trigger: add one that calls it whenever an article was created.',
  maxBytes: LARGEST,
  authentic,
  records,
};

/** `X-Hub-Signature: sha1=HEX`: HMAC-SHA1 over the body. */
function authentic({ headers, body }: Delivery, { secrets }: SettingValues): boolean {
  const signature = /^sha1=([0-9a-f]{40})$/i.exec(headers['x-hub-signature'] ?? '')?.[1];
  if (signature === undefined) return false;
  const parts = [body];
  return isSigned({
    algorithm: 'sha1',
    encoding: 'hex',
    secrets: textsOf(secrets),
    parts,
    signatures: [signature],
  });
}

function records(delivery: Delivery): Received<Fields> {
  expectPost(delivery);
  const call = objectOf(delivery);
  const article = articleOf(call);
  // A change of the ticket alone.
  if (article === undefined) {
    const id = idOf('call', wordOf(delivery.headers['x-zammad-delivery']), () => call);
    return { records: [recordOf(id, { ticketOnly: true })] };
  }
  return {
    records: [
      recordOf(
        idOf('article', ownId(fieldsOf(article.article)), () => article),
        article,
      ),
    ],
  };
}

/** The article's number; of one that was edited, with the moment, so that every state is a record of its own. */
function ownId({ id, created_at: created, updated_at: updated }: Fields): string | undefined {
  const number = wordOf(id);
  const [at, editedAt] = [timeOf(created), timeOf(updated)];
  const edited = at !== undefined && editedAt !== undefined && editedAt - at > UNEDITED;
  return edited && number !== undefined ? `${number}/${editedAt}` : number;
}
