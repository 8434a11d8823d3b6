/** Webhooks: signed by X-Discourse-Event-Signature, named by X-Discourse-Event. */
import { createHash } from 'node:crypto';
import { LeadspringError } from '../../../base/plain.ts';
import type { Delivery, Received, Receiver, SettingValues } from '../../contract.ts';
import { expectPost, objectOf, recordOf } from '../../deliveries/body.ts';
import { isSigned, textsOf } from '../../deliveries/keys.ts';
import { type Fields, fieldsOf } from '../../text/json.ts';
import { type Body, postBody } from './post.ts';

const MOST_BYTES = 16 * 1024 * 1024;
/** Of a topic that is gone, at most so many posts are. */
const MOST_POSTS = 20_000;

export const receive: Receiver<Body> = {
  help: 'As an administrator of the forum add a webhook (API, Webhooks): payload URL URL, content type application/json, a secret, and the events topic, post and user. Of a post alone nothing says whether its category is closed: limit the webhook to open categories and set visibility to public, or all that it brings is private.',
  maxBytes: MOST_BYTES,
  authentic: isAuthentic,
  records: recordsOf,
};

function isAuthentic({ body, headers }: Delivery, settings: SettingValues): boolean {
  const signature = /^sha256=([0-9a-f]{64})$/i.exec(headers['x-discourse-event-signature'] ?? '')?.[1];
  const secrets = textsOf(settings.webhook_secrets);
  const signatures = signature === undefined ? [] : [signature];
  return isSigned({ algorithm: 'sha256', encoding: 'hex', secrets, parts: [body], signatures });
}

function recordsOf(delivery: Delivery): Received<Body> {
  expectPost(delivery);
  const { 'x-discourse-event': event, 'x-discourse-event-id': number } = delivery.headers;
  if (event === undefined) {
    throw new LeadspringError('delivery_malformed', 'The header X-Discourse-Event is missing.');
  }
  // The number alone would not tell two webhooks of a forum that was set up anew apart.
  const digest = createHash('sha256').update(delivery.body).digest('hex').slice(0, 32);
  const id = `delivery:${(number ?? '').slice(0, 40)}:${digest}`;
  return { records: [recordOf(id, bodyOfEvent(event, objectOf(delivery)))] };
}

/** What an event says. Those that are not known say nothing that counts. */
function bodyOfEvent(event: string, payload: Fields): Body {
  const [post, topic, user] = [fieldsOf(payload.post), fieldsOf(payload.topic), fieldsOf(payload.user)];
  switch (event) {
    case 'post_created':
    case 'post_edited':
    case 'post_recovered': {
      const { topic_title: title, topic_archetype: archetype, category_id: category } = post;
      return postBody(post, { title, archetype, category_id: category }, 'alone');
    }
    case 'post_destroyed':
      return { gone: { topic_id: post.topic_id, posts: [post.post_number] } };
    case 'topic_destroyed':
      return { gone: { topic_id: topic.id, posts: numbersUpTo(topic) } };
    case 'user_destroyed':
    case 'user_anonymized':
      return { gone: { username: user.username } };
    default:
      return { nothing: /^topic_(?:created|edited)$/.test(event) ? 'not_new' : 'platform_note' };
  }
}

function numbersUpTo({ highest_post_number: highest, posts_count: count }: Fields): number[] {
  const last = Math.max(1, Number(highest) || 0, Number(count) || 0);
  return Array.from({ length: Math.min(MOST_POSTS, Math.floor(last)) }, (_unused, index) => index + 1);
}
