/**
 * Gathers deliveries that arrive at the same time into one commit. While one is being written, the next ones wait
 * together; so the number of commits follows the disk and the number of deliveries does not (group commit).
 */
import { type Database, LeadspringError } from '../../base/index.ts';
import { type Delivered, keepDelivered } from './store.ts';

export interface Inbox {
  /**
   * Keeps a delivery. When this returns it is durable.
   * @throws LeadspringError `too_busy` when more waits than may; then nothing of it is kept
   */
  keep(delivery: Delivered): Promise<void>;
  /** Waits until everything that was accepted is durable. */
  settle(): Promise<void>;
}

export interface InboxOptions {
  readonly db: Database;
  /** Bytes of deliveries that may wait for a commit. Default: 32 MiB. */
  readonly mostBytes?: number;
  /** Bytes of the largest commit. Default: 8 MiB. */
  readonly commitBytes?: number;
}

/** Deliveries of one commit at most. */
const COMMIT_ROWS = 2_000;

interface Waiting {
  readonly delivery: Delivered;
  kept(): void;
  lost(error: unknown): void;
}

export function openInbox(options: InboxOptions): Inbox {
  const mostBytes = options.mostBytes ?? 32 * 1024 * 1024;
  const commitBytes = options.commitBytes ?? 8 * 1024 * 1024;
  let waiting: Waiting[] = [];
  let bytes = 0;
  let writing: Promise<void> | undefined;

  const take = (): Waiting[] => {
    let size = 0;
    let rows = 0;
    for (const { delivery } of waiting) {
      if (rows === COMMIT_ROWS || (rows > 0 && size + delivery.body.byteLength > commitBytes)) break;
      size += delivery.body.byteLength;
      rows++;
    }
    const taken = waiting.slice(0, rows);
    waiting = waiting.slice(rows);
    bytes -= size;
    return taken;
  };
  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      const taken = take();
      try {
        await keepDelivered(
          options.db,
          taken.map(({ delivery }) => delivery),
        );
        for (const { kept } of taken) kept();
      } catch (thrown) {
        for (const { lost } of taken) lost(thrown);
      }
    }
    writing = undefined;
  };
  return {
    keep: (delivery) =>
      new Promise((kept, lost) => {
        if (bytes + delivery.body.byteLength > mostBytes) {
          lost(new LeadspringError('too_busy', 'More arrives than can be stored at the moment.'));
          return;
        }
        bytes += delivery.body.byteLength;
        waiting.push({ delivery, kept, lost });
        writing ??= write();
      }),
    settle: async () => {
      while (writing !== undefined) await writing;
    },
  };
}
