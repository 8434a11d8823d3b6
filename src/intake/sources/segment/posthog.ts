/** Calls as PostHog's clients write them, in the words of Segment's. */
import { type Fields, fieldsOf } from '../../text/json.ts';

/** Whether a call is one of PostHog's: they name who acted `distinct_id`. */
export function isPosthog(call: Fields): boolean {
  return 'distinct_id' in call || 'distinct_id' in fieldsOf(call.properties);
}

const TYPES: Readonly<Record<string, string>> = {
  $identify: 'identify',
  $set: 'identify',
  $pageview: 'page',
  $screen: 'screen',
  $groupidentify: 'group',
  $create_alias: 'alias',
};

/** The same call in Segment's words. */
export function posthogCall(call: Fields): Fields {
  const properties = fieldsOf(call.properties);
  const { event, timestamp, uuid } = call;
  const id = call.distinct_id ?? properties.distinct_id;
  // A browser's own id is given both as who acted and as the device, until someone logs in.
  const known =
    id !== properties.$device_id &&
    properties.$is_identified !== false &&
    properties.$process_person_profile !== false;
  const type = typeof event === 'string' ? (TYPES[event] ?? 'track') : 'track';
  const common = {
    type,
    messageId: uuid,
    timestamp: timestamp ?? properties.timestamp,
    event: type === 'track' ? event : undefined,
  };
  const who = known ? { userId: id } : { anonymousId: id };
  const page = { path: properties.$pathname, url: properties.$current_url, title: properties.title };
  if (type === 'group') {
    const { $group_key: groupId, $group_set: traits } = properties;
    return { ...common, ...who, groupId, traits: fieldsOf(traits) };
  }
  if (type === 'alias') return { ...common, userId: properties.alias, previousId: id };
  const traits = { ...fieldsOf(call.$set), ...fieldsOf(properties.$set) };
  return { ...common, ...who, traits, properties: { ...properties, ...page }, context: {} };
}
