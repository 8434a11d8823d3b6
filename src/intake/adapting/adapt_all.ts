/** Applies a source's `adapt` to a batch and checks its answers. Runs in the main thread or in a worker. */
import { ERRORS, LeadspringError } from '../../base/plain.ts';
import { compress } from '../codec.ts';
import { type Adapt, type Adapted, failed, type MessageDraft, type SourceRecord } from '../contract.ts';
import { type PackedRollups, rollupPacker } from './rollups.ts';

/** A message whose original is compressed already (in the worker, off the main thread). */
export interface PackedMessage {
  readonly draft: Omit<MessageDraft, 'raw'> & { readonly raw: Uint8Array };
  readonly size: number;
}

/** `Adapted`, with messages and rollups packed. */
export interface AdaptedRecord extends Omit<Adapted, 'messages' | 'rollups'> {
  readonly messages: readonly PackedMessage[];
  readonly rollups: PackedRollups | null;
}

const OLDEST = Date.UTC(1990, 0, 1);
const DAY = 86_400_000;

/** Adapts every record of a batch. Never throws for a bad record. */
export type AdaptAll = (records: readonly SourceRecord<unknown>[]) => Promise<readonly AdaptedRecord[]>;

/** Makes `AdaptAll` for one run. `now` bounds dates; milliseconds since the epoch. */
export function adapterOf(adapt: Adapt<unknown>, now: number): AdaptAll {
  const packRollups = rollupPacker();
  return async (records) => {
    const answers: AdaptedRecord[] = [];
    for (const record of records) answers.push(pack(await adaptOne(record, adapt, now), packRollups));
    return answers;
  };
}

async function adaptOne(record: SourceRecord<unknown>, adapt: Adapt<unknown>, now: number): Promise<Adapted> {
  let answer: Adapted;
  try {
    answer = await adapt(record);
  } catch (thrown) {
    const code = thrown instanceof LeadspringError ? thrown.code : 'internal';
    // The name only: a foreign error's message may quote the record.
    const what =
      thrown instanceof LeadspringError ? thrown.message : thrown instanceof Error ? thrown.name : 'unknown';
    return failed(record, code, `${ERRORS[code].help} (${what})`);
  }
  const dates = [...answer.signals, ...answer.messages].map((draft) => draft.at);
  for (const at of dates) {
    if (!Number.isFinite(at))
      return failed(record, 'date_missing', 'The record has no usable date.', { field: 'at' });
    if (at > now + DAY) {
      return failed(
        record,
        'date_in_future',
        `The record is dated ${isoDay(at)}, which lies in the future.`,
        { field: 'at' },
      );
    }
    if (at < OLDEST) {
      return failed(record, 'date_out_of_range', `The record is dated ${isoDay(at)}, before 1990.`, {
        field: 'at',
      });
    }
  }
  return answer;
}

function isoDay(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? 'beyond any calendar' : date.toISOString().slice(0, 10);
}

function pack(answer: Adapted, packRollups: ReturnType<typeof rollupPacker>): AdaptedRecord {
  const messages = answer.messages.map((draft) => ({
    draft: { ...draft, raw: compress(draft.raw) },
    size: draft.raw.byteLength,
  }));
  return { ...answer, messages, rollups: answer.rollups.length === 0 ? null : packRollups(answer.rollups) };
}
