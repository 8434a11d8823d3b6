/** One event as it is kept: the few fields of a call that are used, and nothing of the visitor's machine. */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { emailOf, hostOf, present, timeOf, wordOf } from '../../deliveries/values.ts';
import { type Fields, fieldsOf } from '../../text/json.ts';
import { pageKey, pathOf } from '../../text/page_key.ts';
import type { SegmentSettings } from './settings.ts';

const TYPES = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const;
export type EventType = (typeof TYPES)[number];

const word = z.string().optional();
/** What `eventOf` makes of a call that is one. */
export const eventShape = z
  .object({
    type: z.enum(TYPES),
    /** The name of a track, page or screen call. */
    event: word,
    userId: word,
    /** Made of the anonymous id with a secret salt. */
    anonymousHandle: word,
    previousId: word,
    email: word,
    name: word,
    organizationName: word,
    organizationDomain: word,
    groupId: word,
    plan: word,
    page: word,
    title: word,
    search: word,
    revenue: z.union([z.string(), z.number()]).optional(),
    currency: word,
    /** Milliseconds since the epoch. */
    timestamp: z.number(),
    /** Whether it said who acted, were it an id that means nothing elsewhere. */
    hasId: z.literal(true),
  })
  .refine(({ type, event }) => type !== 'track' || event !== undefined, { path: ['event'] })
  .refine(({ type, userId, previousId }) => type !== 'alias' || (userId ?? previousId) !== undefined, {
    path: ['previousId'],
  });
export type SegmentEvent = z.infer<typeof eventShape>;

/** The kept form of what may be a call; what is wrong with it is left for the shape to say. */
export type EventBody = Fields;

/** A part of a path that is a token or an id: of a reset link, of a customer's record. */
const TOKEN =
  /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,}|(?=[^/]*\d)(?=[^/]*[a-z])[a-z0-9_]{20,}|.{80,})$/i;

const withoutTokens = (path: string): string =>
  path
    .split('/')
    .map((part) => (TOKEN.test(part) ? '*' : part))
    .join('/');

/**
 * Keeps of a call what is used. Addresses of machines, user agents, advertising ids, and everything else that
 * `context` holds are left behind; the anonymous id, too, but for its hash where that is wanted.
 * @param clockAhead by how many milliseconds the sender's clock is ahead of ours
 */
export function eventOf(
  call: Fields,
  type: string,
  at: number,
  clockAhead: number,
  settings: SegmentSettings,
): EventBody {
  const context = fieldsOf(call.context);
  const properties = fieldsOf(call.properties);
  const traits = { ...fieldsOf(context.traits), ...fieldsOf(properties.traits), ...fieldsOf(call.traits) };
  const userId = wordOf(call.userId);
  const anonymousId = wordOf(call.anonymousId);
  return present({
    type,
    event: wordOf(call.event) ?? wordOf(call.name) ?? wordOf(properties.name),
    userId,
    anonymousHandle: userId === undefined ? handleOf(anonymousId, settings) : undefined,
    previousId: type === 'alias' ? wordOf(call.previousId) : undefined,
    ...(type === 'group' ? groupOf(call, traits) : personOf(call, traits, context)),
    plan: wordOf(traits.plan) ?? wordOf(properties.plan),
    ...pageOf(properties, fieldsOf(context.page)),
    search: wordOf(properties.query),
    revenue: properties.revenue ?? properties.total ?? properties.value,
    currency: wordOf(properties.currency, 10),
    timestamp: momentOf(call, at, clockAhead),
    hasId: userId !== undefined || anonymousId !== undefined ? true : undefined,
  });
}

/** Whether it is the name of a kind of call. */
export function isType(type: unknown): type is EventType {
  return (TYPES as readonly unknown[]).includes(type);
}

/** When it happened; when it arrived, where it does not say; and its own words, where they are no time. */
function momentOf(call: Fields, at: number, clockAhead: number): unknown {
  const said = call.originalTimestamp ?? call.timestamp;
  if (said === undefined || said === null || said === '') return at;
  const moment = timeOf(said);
  return moment === undefined ? wordOf(said) : moment - clockAhead;
}

function handleOf(anonymousId: string | undefined, { anonymous, salt }: SegmentSettings): string | undefined {
  if (anonymousId === undefined || anonymous !== 'handle') return undefined;
  return createHmac('sha256', salt).update(anonymousId).digest('hex').slice(0, 24);
}

function personOf(call: Fields, traits: Fields, context: Fields): Fields {
  const company = fieldsOf(traits.company);
  const names = [wordOf(traits.firstName), wordOf(traits.lastName)].filter((name) => name !== undefined);
  return {
    email: emailOf(traits.email) ?? emailOf(call.userId),
    name: wordOf(traits.name) ?? wordOf(names.join(' ')),
    organizationName: wordOf(traits.company) ?? wordOf(company.name) ?? wordOf(traits.organization),
    organizationDomain: hostOf(company.domain) ?? hostOf(company.website),
    groupId: wordOf(context.groupId),
  };
}

/** Traits of a group call are the organization's, not the person's. */
function groupOf(call: Fields, traits: Fields): Fields {
  return {
    email: emailOf(call.userId),
    organizationName: wordOf(traits.name) ?? wordOf(traits.company),
    organizationDomain: hostOf(traits.domain) ?? hostOf(traits.website) ?? hostOf(call.groupId),
    groupId: wordOf(call.groupId),
  };
}

function pageOf(properties: Fields, page: Fields): Fields {
  const path = wordOf(properties.path, 2000) ?? wordOf(page.path, 2000) ?? wordOf(properties.url, 2000);
  return {
    page: path === undefined ? undefined : withoutTokens(pageKey(pathOf(path).path)),
    title: wordOf(properties.title) ?? wordOf(page.title),
  };
}
