/** A group: adapted batches that are stored together in one transaction. */
import { LRUCache } from 'lru-cache';
import {
  type Client,
  type IdentityId,
  idFrom,
  LeadspringError,
  type RunId,
  type SourceId,
} from '../base/index.ts';
import type { AdaptedRecord } from './adapting/adapt_all.ts';
import type { PackedRollups } from './adapting/rollups.ts';
import type {
  AccessPoint,
  ActorClaim,
  AssetClaim,
  Cursor,
  DropReason,
  Failure,
  NetworkClaim,
  SignalDraft,
} from './contract.ts';
import { erase, erasedAmong, erasedIds } from './erasures_store.ts';
import { claimEvidence, messageEvidence } from './identities/organizations/of_record.ts';
import { resolveActor, resolveNetwork } from './identities/rules.ts';
import { identityId, type Sighting, sightingIds, writeSightings } from './identities/store.ts';
import { addTimezones, type ClockedAct } from './identities/timezone_store.ts';
import { removeDelivered } from './live/store.ts';
import { type MessageRow, messageId, writeMessages } from './messages/store.ts';
import { monthsAt } from './signals/months.ts';
import { type SignalRow, storeRollups, writeAssets, writeSignals } from './signals/store.ts';
import { addToSums, emptySums, type RollupSums } from './signals/sums.ts';
import {
  addCounts,
  type Counts,
  committedGroups,
  markReplayed,
  writeCursors,
  writeFailures,
} from './store.ts';

/** A record of the group that must show whether it was new: the ids it wrote. */
interface Written {
  readonly signals: readonly string[];
  readonly messages: readonly string[];
  readonly erased: readonly string[];
}

export interface Group {
  readonly signals: SignalRow[];
  readonly messages: MessageRow[];
  readonly sums: RollupSums<Sighting['resolution']>;
  readonly sightings: Sighting[];
  readonly assets: Map<string, { readonly accessPoint: AccessPoint; readonly asset: AssetClaim }>;
  readonly records: Written[];
  readonly failures: Failure[];
  readonly erasures: string[];
  /** Deliveries that are worked off with this group. */
  readonly drained: string[];
  readonly cursors: Map<string, Cursor>;
  readonly notes: string[];
  /** Ids of records that were read well, where failed events are open that may be theirs. */
  readonly replayed: string[];
  readonly drops: Partial<Record<DropReason, number>>;
  read: number;
  skipped: number;
  rolledUp: number;
  /** Bytes of compressed messages, to bound a group's size. */
  bytes: number;
}

export function emptyGroup(): Group {
  return {
    signals: [],
    messages: [],
    sums: emptySums(),
    sightings: [],
    assets: new Map(),
    records: [],
    failures: [],
    erasures: [],
    drained: [],
    cursors: new Map(),
    notes: [],
    replayed: [],
    drops: {},
    read: 0,
    skipped: 0,
    rolledUp: 0,
    bytes: 0,
  };
}

/** Whether a group is large enough to be stored. Rollups of many blocks mostly fall on the same rows. */
export function isFull(group: Group): boolean {
  return (
    group.signals.length >= 4_000 ||
    group.sums.rows.length >= 20_000 ||
    group.bytes >= 1_500_000 ||
    group.read >= 400_000
  );
}

/** Resolving is pure, and the same few claims come again and again. */
export interface Resolvers {
  actor(claim: ActorClaim): Sighting['resolution'];
  network(claim: NetworkClaim): { readonly id: IdentityId; readonly network: Sighting['resolution'] };
}

export function openResolvers(): Resolvers {
  const actors = new LRUCache<string, Sighting['resolution']>({ max: 5_000 });
  const networks = new LRUCache<string, ReturnType<Resolvers['network']>>({ max: 10_000 });
  return {
    actor: (claim) => memo(actors, JSON.stringify(claim), () => resolveActor(claim)),
    network: (claim) =>
      memo(networks, `${claim.key} ${claim.class} ${claim.domain ?? ''} ${claim.name ?? ''}`, () => {
        const organization = resolveNetwork(claim);
        return {
          id: identityId(organization.identity),
          network: { person: null, handle: null, organization },
        };
      }),
  };
}

function memo<T extends object>(cache: LRUCache<string, T>, key: string, make: () => T): T {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = make();
  cache.set(key, made);
  return made;
}

/** Adds the answer for one record. @throws LeadspringError `reconciliation_failed` when its units do not add up */
export function addRecord(group: Group, source: SourceId, record: AdaptedRecord, resolvers: Resolvers): void {
  const { erasures = [] } = record;
  const wrote = record.signals.length + record.messages.length + erasures.length > 0;
  const accounted = (wrote ? 1 : 0) + record.rolledUp + sum(record.dropped) + record.failures.length;
  if (record.units !== accounted) {
    throw new LeadspringError(
      'reconciliation_failed',
      `A record of ${record.units} units accounts for ${accounted}.`,
    );
  }
  group.read += record.units;
  group.rolledUp += record.rolledUp;
  group.failures.push(...record.failures);
  for (const [reason, count] of Object.entries(record.dropped) as [DropReason, number][]) {
    group.drops[reason] = (group.drops[reason] ?? 0) + count;
  }
  if (record.rollups !== null) addRollups(group, record.rollups, resolvers);
  if (!wrote) return;
  const messages = addMessages(group, record, resolvers);
  const signals = addSignals(group, source, record, resolvers);
  const erased = erasures.flatMap((erasure) => erasedIds(source, erasure));
  group.erasures.push(...erased);
  group.records.push({ signals, messages, erased });
}

function addMessages(group: Group, record: AdaptedRecord, resolvers: Resolvers): string[] {
  return record.messages.map(({ draft, size }) => {
    const resolution = resolvers.actor(draft.author);
    group.sightings.push({ at: draft.at, resolution, evidence: messageEvidence(draft, resolution) });
    group.messages.push({
      draft,
      identityId: sightingIds(resolution).identityId,
      compressed: draft.raw,
      size,
    });
    group.bytes += draft.raw.byteLength + draft.text.length;
    return messageId(draft.space, draft.visibility, draft.nativeId);
  });
}

function addSignals(group: Group, source: SourceId, record: AdaptedRecord, resolvers: Resolvers): string[] {
  return record.signals.map((draft) => {
    const resolution =
      draft.actor === undefined
        ? { person: null, handle: null, organization: null }
        : resolvers.actor(draft.actor);
    const evidence = draft.actor === undefined ? [] : claimEvidence(draft.actor, resolution);
    group.sightings.push({
      ...{ at: draft.at, resolution, evidence },
      ...(draft.commit === undefined ? {} : { commit: draft.commit }),
      ...(draft.actor?.homepage === undefined ? {} : { homepage: draft.actor.homepage }),
    });
    if (draft.asset !== undefined) {
      group.assets.set(
        `${draft.accessPoint} ${draft.asset.kind} ${draft.asset.key} ${draft.asset.title ?? ''}`,
        {
          accessPoint: draft.accessPoint,
          asset: draft.asset,
        },
      );
    }
    const message = record.messages.find((each) => each.draft.nativeId === draft.messageNativeId)?.draft;
    const id = idFrom('signal', source, draft.nativeId);
    group.signals.push({
      id,
      draft,
      ...sightingIds(resolution),
      messageId:
        message === undefined ? null : messageId(message.space, message.visibility, message.nativeId),
      utcOffset: resolution.person === null ? null : offsetOf(draft),
    });
    return id;
  });
}

/** What no clock shows is not kept. */
function offsetOf({ utcOffset }: SignalDraft): number | null {
  return utcOffset !== undefined && Number.isInteger(utcOffset) && Math.abs(utcOffset) < 1440
    ? utcOffset
    : null;
}

function addRollups(group: Group, rollups: PackedRollups, resolvers: Resolvers): void {
  addToSums(group.sums, rollups, {
    network: resolvers.network,
    asset: (accessPoint, asset) => {
      group.assets.set(`${accessPoint} ${asset.kind} ${asset.key} ${asset.title ?? ''}`, {
        accessPoint,
        asset,
      });
    },
  });
}

/** What was seen of networks, as sightings of their first and last day. */
function networkSightings({ sums }: Group): readonly Sighting[] {
  return [...sums.networks.values()].flatMap(({ network, first, last }) => [
    { at: first, resolution: network },
    { at: last, resolution: network },
  ]);
}

function sum(counts: Readonly<Partial<Record<string, number>>>): number {
  return Object.values(counts).reduce<number>((total, count) => total + (count ?? 0), 0);
}

/** The months a group's rows fall into. */
export function monthsOf(group: Group): ReadonlySet<string> {
  return new Set([
    ...monthsAt(group.signals.map(({ draft }) => draft.at)),
    ...group.sums.rows.map((row) => row.day.slice(0, 7)),
  ]);
}

export interface Destination {
  readonly run: RunId;
  readonly source: SourceId;
  readonly sourceVersion: number;
  readonly now: number;
}

/** Handles whose acts changed; null when that is not known one by one. */
export type Touched = readonly string[] | null;

/**
 * Stores a group, all or nothing: rows, cursors and counts in one transaction.
 * @param index how many groups of the run are stored before this one; a group stored already (its commit got
 *   through, its answer did not) is recognized by it and not stored again
 * @returns whose acts changed
 */
export async function writeGroup(
  client: Client,
  to: Destination,
  group: Group,
  index: number,
): Promise<Touched> {
  if ((await committedGroups(client, to.run)) > index) return touchedBy(group, []);
  const gone = await erasedAmong(client, idsOf(group));
  const kept = gone.size === 0 ? group : withoutErased(group, gone);
  await writeSightings(client, [...kept.sightings, ...networkSightings(group)]);
  await writeAssets(client, [...group.assets.values()]);
  const messages = await writeMessages(client, to.source, kept.messages, to.now);
  const signals = await writeSignals(client, to.source, kept.signals, to.now);
  await addTimezones(client, clockedActs(kept.signals, signals));
  // Last: what one group brings and takes back is gone.
  const { fresh: erased, touched } = await erase(client, group.erasures, to.now);
  await storeRollups(client, to.source, group.sums.rows);
  if (group.replayed.length > 0) await markReplayed(client, to.source, group.replayed, to.now);
  await writeFailures(client, to.source, to.sourceVersion, group.failures, to.now);
  await writeCursors(client, to.source, [...group.cursors.values()]);
  if (group.drained.length > 0) await removeDelivered(client, to.source, group.drained);
  await addCounts(client, to.run, reconcile(group, signals, messages, erased), group.notes);
  return touchedBy(group, touched);
}

/** Each new signal once, though records of one group may hold it twice: the first, as it is stored. */
function clockedActs(rows: readonly SignalRow[], fresh: ReadonlySet<string>): readonly ClockedAct[] {
  const acts = new Map<string, ClockedAct>();
  for (const { id, identityId: who, utcOffset, draft } of rows)
    if (utcOffset !== null && fresh.has(id) && !acts.has(id))
      acts.set(id, { identityId: who, at: draft.at, utcOffset });
  return [...acts.values()];
}

function touchedBy(group: Group, erased: readonly string[]): Touched {
  // Traffic of networks is many at once.
  if (group.sums.rows.length > 0) return null;
  const ids = group.signals.flatMap(({ identityId, organizationIdentityId }) => [
    identityId,
    organizationIdentityId,
  ]);
  return [...new Set([...ids.filter((id) => id !== null), ...erased])];
}

/** What may have been taken back before it came. */
function idsOf(group: Group): readonly string[] {
  return [
    ...group.signals.flatMap(({ id, identityId }) => (identityId === null ? [id] : [id, identityId])),
    ...group.messages.flatMap((row) => [
      idOfMessage(row),
      ...(row.identityId === null ? [] : [row.identityId]),
    ]),
  ];
}

const idOfMessage = ({ draft }: MessageRow): string =>
  messageId(draft.space, draft.visibility, draft.nativeId);

function withoutErased(
  group: Group,
  gone: ReadonlySet<string>,
): Pick<Group, 'sightings' | 'messages' | 'signals'> {
  const stays = (id: string | null): boolean => id === null || !gone.has(id);
  return {
    sightings: group.sightings.filter(({ resolution }) => stays(sightingIds(resolution).identityId)),
    messages: group.messages.filter((row) => stays(row.identityId) && stays(idOfMessage(row))),
    signals: group.signals.filter(
      ({ id, identityId, messageId: message }) => stays(id) && stays(identityId) && stays(message),
    ),
  };
}

/** Counts what became of every unit. A record is stored when it wrote anything new, else it is a duplicate. */
function reconcile(
  group: Group,
  newSignals: ReadonlySet<string>,
  newMessages: ReadonlySet<string>,
  newErasures: ReadonlySet<string>,
): Counts {
  // Two records of one group may write the same row; only the first is new.
  const [signals, messages, erasures] = [
    new Set(newSignals),
    new Set(newMessages),
    new Set(newErasures),
  ] as const;
  let stored = group.rolledUp;
  let duplicate = group.skipped;
  for (const record of group.records) {
    const fresh = [
      ...record.signals.map((id) => signals.delete(id)),
      ...record.messages.map((id) => messages.delete(id)),
      ...record.erased.map((id) => erasures.delete(id)),
    ];
    if (fresh.includes(true)) stored++;
    else duplicate++;
  }
  const counts = {
    read: group.read,
    stored,
    duplicate,
    dropped: sum(group.drops),
    failed: group.failures.length,
    drops: group.drops,
  };
  if (counts.read !== stored + duplicate + counts.dropped + counts.failed) {
    throw new LeadspringError(
      'reconciliation_failed',
      `Read ${counts.read}, but accounted for ${JSON.stringify(counts)}.`,
    );
  }
  return counts;
}
