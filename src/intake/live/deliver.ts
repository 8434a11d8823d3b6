/** Takes deliveries: from whom they should be, understood, kept; and only then answered. */
import { type Database, LeadspringError, type SourceId } from '../../base/index.ts';
import { canReceive, type OpenSecrets, openSource } from '../configured/index.ts';
import type { Delivery, DeliveryAnswer, Receiver, SettingValues, SourceRecord } from '../contract.ts';
import { type Inbox, openInbox } from './gather.ts';
import { noteDelivery, waitingBytes } from './store.ts';

export interface Door {
  /** What the receiver of a source allows, before its body is read. @throws LeadspringError `source_unknown`, `source_paused` */
  open(name: string): Promise<{ readonly maxBytes: number; readonly fromBrowsers: boolean }>;
  /**
   * Takes one delivery. When this returns, its records are durable.
   * @throws LeadspringError `source_unknown`, `source_paused`, `delivery_not_authentic`, `delivery_malformed`, `too_busy`
   */
  deliver(name: string, delivery: Delivery): Promise<DeliveryAnswer>;
  /** Waits until everything accepted is durable. */
  settle(): Promise<void>;
}

export interface DoorOptions {
  readonly db: Database;
  readonly secrets: OpenSecrets;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Bytes on disk of deliveries not worked off, beyond which no more are taken. Default: 4 GiB. */
  readonly mostWaiting?: number;
  readonly inbox?: Inbox;
}

interface Known {
  readonly id: SourceId;
  readonly receiver: Receiver<unknown>;
  readonly settings: SettingValues;
  readonly until: number;
}

/** How long settings are remembered: a rotated key or a pause counts after so many milliseconds at the latest. */
const REMEMBERED = 2_000;
/** Sources that do not exist are not remembered, and so many others at most. */
const MOST_KNOWN = 1_000;

export function openDoor(options: DoorOptions): Door {
  const inbox = options.inbox ?? openInbox({ db: options.db });
  const known = new Map<string, Known>();
  const mostWaiting = options.mostWaiting ?? 4 * 1024 ** 3;
  const backlog = { checkedAt: Number.NEGATIVE_INFINITY, full: false };
  const noted = new Map<SourceId, number>();

  const find = async (name: string): Promise<Known> => {
    const now = options.now();
    const found = known.get(name);
    if (found !== undefined && found.until > now) return found;
    known.delete(name);
    const opened = await receiverOf(options, name);
    if (known.size >= MOST_KNOWN) known.clear();
    const entry = { ...opened, until: now + REMEMBERED };
    known.set(name, entry);
    return entry;
  };
  /** Not awaited by every delivery: one a second looks. */
  const refuseWhenFull = async (now: number): Promise<void> => {
    if (now - backlog.checkedAt > 1_000) {
      backlog.checkedAt = now;
      backlog.full = (await waitingBytes(options.db)) > mostWaiting;
    }
    if (backlog.full)
      throw new LeadspringError('too_busy', 'Too many deliveries are waiting to be worked off.');
  };
  const note = async (id: SourceId, now: number): Promise<void> => {
    if (now - (noted.get(id) ?? 0) < 10_000) return;
    noted.set(id, now);
    await noteDelivery(options.db, [id], now);
  };
  return {
    open: async (name) => {
      const { receiver } = await find(name);
      return { maxBytes: receiver.maxBytes, fromBrowsers: receiver.fromBrowsers === true };
    },
    deliver: async (name, delivery) => {
      const { id, receiver, settings } = await find(name);
      if (!receiver.authentic(delivery, settings)) {
        throw new LeadspringError(
          'delivery_not_authentic',
          'The signature or key of the delivery does not fit.',
        );
      }
      const { records, answer } = receiver.records(delivery, settings);
      if (records.length > 0) {
        await refuseWhenFull(delivery.at);
        await inbox.keep({ source: id, at: delivery.at, body: packRecords(records) });
        await note(id, delivery.at);
      }
      return answer ?? { status: 202 };
    },
    settle: () => inbox.settle(),
  };
}

async function receiverOf(
  options: DoorOptions,
  name: string,
): Promise<Pick<Known, 'id' | 'receiver' | 'settings'>> {
  const { source, row } = await openSource(options, name);
  const { receive } = source;
  if (receive === undefined || !canReceive(source, row.settings)) {
    throw new LeadspringError('source_unknown', `${name} takes no deliveries.`);
  }
  if (row.paused_at !== null) throw new LeadspringError('source_paused', `${name} is paused.`);
  return { id: row.source_id, receiver: receive, settings: row.settings };
}

/** Records as they wait. Their bodies are JSON by contract. */
export function packRecords(records: readonly SourceRecord<unknown>[]): Uint8Array {
  return Buffer.from(JSON.stringify(records), 'utf8');
}

/** What `packRecords` was given. */
export function unpackRecords(body: Uint8Array): readonly SourceRecord<unknown>[] {
  return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
}
