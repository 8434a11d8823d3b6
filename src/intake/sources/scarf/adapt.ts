/** One event to one signal. Pure. */
import {
  type ActorClaim,
  type Adapted,
  type AssetClaim,
  adapted,
  type DropReason,
  dropped,
  type SourceRecord,
} from '../../contract.ts';
import { checkedAdapter } from '../../files/checked.ts';
import { pageKey, pathOf } from '../../text/page_key.ts';
import { eventShape, type ScarfEvent } from './event.ts';
import type { ScarfSettings } from './settings.ts';

/** What package managers ask besides the package, and the layers of an image, of which a pull has many. */
const BESIDES = /head|blob|metadata|index|list|search|ping/i;
const PIXEL = /pixel/i;
/** Networks that carry other people's traffic: the company named is then theirs, not the visitor's. */
const CARRIERS = /isp|hosting|cloud|mobile|cellular|vpn|proxy|tor|residential|cdn/i;

/** Makes `adapt`. Failures: record_malformed; dates that cannot be are found by the runner. */
export function eventAdapter(settings: ScarfSettings): (record: SourceRecord<unknown>) => Adapted {
  return checkedAdapter('event', eventShape, ({ event }) => {
    const reason = leftOut(event);
    if (reason !== undefined) return dropped(reason);
    const isPage = PIXEL.test(event.type);
    const actor = companyOf(event, settings);
    return adapted([
      {
        nativeId: `event:${event.id}`,
        accessPoint: isPage ? 'documentation' : 'download',
        act: isPage ? 'read' : 'download',
        at: timeOf(event.time),
        visibility: 'private',
        ...(actor === undefined ? {} : { actor }),
        asset: isPage ? pageOf(event) : releaseOf(event),
        ...(event.confidence === '' ? {} : { details: { confidence: Number(event.confidence) || 0 } }),
      },
    ]);
  });
}

function leftOut({ dnt, robot, type }: ScarfEvent): DropReason | undefined {
  if (/^(?:true|t|1)$/i.test(dnt)) return 'do_not_track';
  // Lists of robots hold package managers, too; those do not look at pages.
  if (robot && PIXEL.test(type)) return 'bot';
  return !PIXEL.test(type) && BESIDES.test(type) ? 'not_relevant' : undefined;
}

/** UTC, whether the time says so or not. */
function timeOf(time: string): number {
  const iso = time.trim().replace(' UTC', '').replace(' ', 'T');
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
}

function companyOf(event: ScarfEvent, { leastConfidence }: ScarfSettings): ActorClaim | undefined {
  const { origin_company: name, origin_domain: domain, origin_connection_type: kind, confidence } = event;
  const sure = confidence === '' || Number(confidence) >= leastConfidence;
  if (!sure || CARRIERS.test(kind) || (name.trim() === '' && domain.trim() === '')) return undefined;
  return {
    ...(name.trim() === '' ? {} : { organizationName: name.trim().slice(0, 200) }),
    ...(domain.trim() === '' ? {} : { organizationDomain: domain.trim().toLowerCase().slice(0, 253) }),
  };
}

function releaseOf({ package: name, version }: ScarfEvent): AssetClaim {
  const key = [name, version].map((part) => part.trim()).filter((part) => part !== '');
  return { kind: 'release', key: (key.join('/') || 'unknown').toLowerCase().slice(0, 500) };
}

/** A pixel stands in pages of many hosts, so the host is part of the key. */
function pageOf({ referer, pixel, package: name }: ScarfEvent): AssetClaim {
  const host = /^https?:\/\/(?:www\.)?([^/?#@:]{1,253})/i.exec(referer)?.[1]?.toLowerCase();
  if (host === undefined) return { kind: 'page', key: `pixel:${pixel || name || 'unknown'}`.slice(0, 500) };
  const path = pageKey(pathOf(referer).path);
  return { kind: 'page', key: `${host}${path === '/' ? '' : path}`.slice(0, 500) };
}
