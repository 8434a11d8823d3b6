/**
 * Webmentions (https://www.w3.org/TR/webmention/): a form with `source` and `target`, by anybody. What is said is only
 * written down; whether it is true is found out later, by asking the page.
 */
import { LeadspringError } from '../../../base/plain.ts';
import type { Delivery, Received, Receiver, SettingValues } from '../../contract.ts';
import { expectPost, formOf, recordOf } from '../../deliveries/body.ts';
import { type Mention, mentionId, webAddress } from './mention.ts';
import { readSites } from './settings.ts';

const LARGEST = 16 * 1024;

export const receive: Receiver<Mention> = {
  help: 'Name URL in the pages of your blog: <link rel="webmention" href="URL">. Other sites find it there by themselves.',
  maxBytes: LARGEST,
  // The protocol has no keys: whoever links may say so.
  authentic: () => true,
  records,
};

function records(delivery: Delivery, settings: SettingValues): Received<Mention> {
  expectPost(delivery);
  readSites(settings);
  const form = formOf(delivery);
  const [source, target] = [webAddress(form.source), webAddress(form.target)];
  if (source === undefined || target === undefined || source.href === target.href) {
    const field = source === undefined ? 'source' : 'target';
    throw new LeadspringError('delivery_malformed', `${field} is not the address of another page.`);
  }
  const mention: Mention = { source: source.href, target: target.href, state: 'pending', at: delivery.at };
  return { records: [recordOf(mentionId(mention), mention)], answer: { status: 202 } };
}
