/** One event → one signal. Pure; every signal of the hosted flavour is private. */
import {
  type Act,
  type ActorClaim,
  type Adapted,
  adapted,
  dropped,
  type SignalDraft,
  type SourceRecord,
} from '../../contract.ts';
import { accessPointOf } from '../../deliveries/acts.ts';
import { amountOf, emailOf, present } from '../../deliveries/values.ts';
import { checkedAdapter } from '../../files/checked.ts';
import { fieldsOf } from '../../text/json.ts';
import { type EventBody, eventShape, type SegmentEvent } from './event.ts';
import type { SegmentSettings } from './settings.ts';

/** What the protocol assumes where a call names no currency. */
const CURRENCY = 'USD';

/** Makes `adapt` for one endpoint. */
export function eventAdapter(settings: SegmentSettings): (record: SourceRecord<EventBody>) => Adapted {
  return (record) => {
    if (fieldsOf(record.body).doNotTrack === true) return dropped('do_not_track');
    return checkedAdapter(
      'event',
      eventShape,
      (event) => adaptEvent(record.id, event, settings),
      nameOf,
    )(record);
  };
}

/** Fields by the names that senders give them. */
function nameOf([field]: readonly PropertyKey[]): string {
  return field === 'hasId' ? 'userId or anonymousId' : String(field ?? 'event');
}

function adaptEvent(nativeId: string, event: SegmentEvent, settings: SegmentSettings): Adapted {
  const nobody = event.userId === undefined && event.email === undefined;
  if (nobody && settings.anonymous === 'drop') return dropped('not_relevant');
  if (event.type === 'alias') return aliasOf(nativeId, event, settings);
  const act = settings.actOf(event.type === 'track' ? (event.event ?? '') : event.type);
  if (act === undefined) return dropped('not_relevant');
  return adapted([signalOf(nativeId, event, act, actorOf(event, settings), settings)]);
}

/** Two ids of one person; of use where one of them is an address. */
function aliasOf(nativeId: string, event: SegmentEvent, settings: SegmentSettings): Adapted {
  const { userId, previousId } = event;
  const [email, alsoEmail] = [userId, previousId].filter((id) => id?.includes('@'));
  const login = [userId, previousId].find((id) => id !== undefined && !id.includes('@'));
  const two = email !== undefined && (alsoEmail ?? login) !== undefined;
  const act = two ? settings.actOf('identify') : undefined;
  if (act === undefined) return dropped('not_relevant');
  const actor = { ...present({ email, alsoEmail }), ...loginOf(login, settings.platform) };
  return adapted([signalOf(nativeId, event, act, actor, settings)]);
}

const loginOf = (login: string | undefined, platform: string): ActorClaim =>
  login === undefined ? {} : { login, platform };

function actorOf(event: SegmentEvent, { platform }: SegmentSettings): ActorClaim {
  const { email, name, organizationName, organizationDomain, userId, anonymousHandle } = event;
  const ownEmail = emailOf(userId);
  const login = ownEmail === undefined ? userId : undefined;
  const alsoEmail = ownEmail === email ? undefined : ownEmail;
  const who =
    anonymousHandle === undefined || email !== undefined
      ? loginOf(login, platform)
      : loginOf(anonymousHandle, `${platform}/anonymous`);
  return { ...present({ email, alsoEmail, name, organizationName, organizationDomain }), ...who };
}

function signalOf(
  nativeId: string,
  event: SegmentEvent,
  act: Act,
  actor: ActorClaim,
  { pages }: SegmentSettings,
): SignalDraft {
  const { type, page, title, search, plan, groupId: group } = event;
  const isPage = (type === 'page' || type === 'screen') && (page ?? event.event) !== undefined;
  const asset: Pick<SignalDraft, 'asset'> =
    act === 'search' && search !== undefined
      ? { asset: { kind: 'page', key: `search:${search.toLowerCase()}`, title: `Search for “${search}”` } }
      : isPage
        ? {
            asset: {
              kind: 'page',
              key: page ?? `screen:${event.event ?? ''}`,
              ...present({ title: title ?? event.event }),
            },
          }
        : {};
  const amount = amountOf(event.revenue, event.currency, CURRENCY);
  const details = present({ event: type === 'track' ? event.event : type, plan, group });
  return {
    nativeId,
    accessPoint: accessPointOf(act, type === 'page' ? pages : 'on_demand'),
    act,
    at: event.timestamp,
    visibility: 'private',
    ...(Object.keys(actor).length === 0 ? {} : { actor }),
    ...asset,
    ...(amount === undefined || !act.startsWith('deal_') ? {} : { amount }),
    details,
  };
}
