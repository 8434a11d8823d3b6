/** The acts of everybody, put aside subject by subject in columns of numbers, a few bytes an act. */
import { type DayCounts, dayAdder } from '../emergence/index.ts';
import { NOBODY, openKinds } from './cells.ts';
import { ACT_BYTES, actColumns, copyActs } from './columns.ts';
import type { Kind } from './kinds.ts';
import type { Numbers } from './numbers_store.ts';
import { openPartitions } from './partitions.ts';
import { openSpool, type Piece, type Spool } from './spool.ts';

/** Subjects and acts of a chunk at most (but for one subject with more); bounds memory. */
const CHUNK_SUBJECTS = 1_000;
const CHUNK_ACTS = 20_000;

/** Several people, where one is asked for. */
const SEVERAL = -1;

/** Some subjects with all their acts. */
export interface Chunk {
  readonly subjects: readonly number[];
  /** For each subject, where its acts end. */
  readonly ends: readonly number[];
  /** For each subject the number of the only person seen, or null. */
  readonly only: readonly (number | null)[];
  readonly acts: Piece;
}

export interface Acts {
  readonly chunks: readonly Chunk[];
  /** Subjects seen on each day at each access point, but for those that were left out. */
  readonly days: DayCounts;
  /** What was put aside of a chunk: acts in columns. */
  bytesOf(chunk: Chunk): Uint8Array;
  close(): void;
}

/**
 * Reads all acts, those of one day and kind by one person added up.
 * @param uncounted subjects whose days make no crowd: the vendor's own
 */
export async function gatherActs(
  numbers: Pick<Numbers, 'readActs' | 'topics' | 'organizations' | 'people'>,
  uncounted: ReadonlySet<number>,
): Promise<Acts> {
  const kindOf = openKinds(numbers.topics);
  const spool = openSpool();
  try {
    const { chunks, days } = await chunked(numbers, kindOf, spool, uncounted);
    return { chunks, days, bytesOf: (chunk) => spool.read(chunk.acts), close: () => spool.close() };
  } catch (thrown) {
    spool.close();
    throw thrown;
  }
}

async function chunked(
  { readActs, organizations, people }: Pick<Numbers, 'readActs' | 'organizations' | 'people'>,
  kindOf: (number: number) => Kind,
  spool: Spool,
  uncounted: ReadonlySet<number>,
): Promise<Pick<Acts, 'chunks' | 'days'>> {
  const unsorted = openSpool();
  try {
    const partitions = openPartitions(unsorted, -organizations, people);
    await readActs(partitions.add);
    const days: DayCounts = new Map();
    const adder = dayAdder(days);
    const writer = openChunks(spool);
    for (const { columns, order, subjects } of partitions.sorted()) {
      const { kind, person, day, confidence, quantity } = columns;
      for (const { subject, from, to } of subjects) {
        const counts = !uncounted.has(subject);
        writer.begin(subject);
        let [last, before] = [-1, 0];
        for (let place = from; place < to; place++) {
          const at = order[place] ?? 0;
          const number = kind[at] ?? 0;
          const on = day[at] ?? 0;
          if (counts && (number !== last || on !== before)) {
            const { accessPoint, act } = kindOf(number);
            adder.add(accessPoint, act, on);
            [last, before] = [number, on];
          }
          writer.add(number, person[at] ?? 0, on, confidence[at] ?? 0, quantity[at] ?? 0);
        }
        adder.end();
        writer.end();
      }
    }
    return { chunks: writer.finish(), days };
  } finally {
    unsorted.close();
  }
}

/** Puts the acts of subjects aside, chunk by chunk. */
interface ChunkWriter {
  begin(subject: number): void;
  add(kind: number, person: number, day: number, confidence: number, quantity: number): void;
  end(): void;
  finish(): readonly Chunk[];
}

function openChunks(spool: Spool): ChunkWriter {
  const chunks: Chunk[] = [];
  const columns = openColumns();
  let [subjects, ends, only]: [number[], number[], (number | null)[]] = [[], [], []];
  let [subject, person] = [0, NOBODY];
  const endChunk = (): void => {
    if (subjects.length > 0) chunks.push({ subjects, ends, only, acts: spool.add(columns.bytes()) });
    [subjects, ends, only] = [[], [], []];
    columns.clear();
  };
  return {
    begin: (next) => {
      columns.begin();
      [subject, person] = [next, NOBODY];
    },
    add: (kind, by, day, confidence, quantity) => {
      if (by !== NOBODY && by !== person) person = person === NOBODY ? by : SEVERAL;
      columns.add(kind, by, day, confidence, quantity);
    },
    end: () => {
      subjects.push(subject);
      ends.push(columns.length());
      only.push(person === NOBODY || person === SEVERAL ? null : person);
      if (subjects.length >= CHUNK_SUBJECTS || columns.length() >= CHUNK_ACTS) endChunk();
    },
    finish: () => {
      endChunk();
      return chunks;
    },
  };
}

/** Columns that grow. */
interface Columns {
  /** Another subject begins: its acts are not added to those of the one before. */
  begin(): void;
  add(kind: number, person: number, day: number, confidence: number, quantity: number): void;
  /** Acts of different kinds, people, days or confidences. */
  length(): number;
  bytes(): Uint8Array;
  clear(): void;
}

function openColumns(): Columns {
  let room = CHUNK_ACTS;
  let views = actColumns(new ArrayBuffer(ACT_BYTES * room), room);
  let [length, start] = [0, 0];
  return {
    begin: () => {
      start = length;
    },
    add: (kind, person, day, confidence, quantity) => {
      const last = length - 1;
      if (
        last >= start &&
        views.day[last] === day &&
        views.kind[last] === kind &&
        views.person[last] === person &&
        views.confidence[last] === confidence
      ) {
        views.quantity[last] = (views.quantity[last] ?? 0) + quantity;
        return;
      }
      if (length === room) {
        room *= 2;
        const larger = actColumns(new ArrayBuffer(ACT_BYTES * room), room);
        copyActs(views, length, larger);
        views = larger;
      }
      views.kind[length] = kind;
      views.person[length] = person;
      views.day[length] = day;
      views.confidence[length] = confidence;
      views.quantity[length] = quantity;
      length += 1;
    },
    length: () => length,
    bytes: () => {
      const buffer = new ArrayBuffer(ACT_BYTES * length);
      copyActs(views, length, actColumns(buffer, length));
      return new Uint8Array(buffer);
    },
    clear: () => {
      [length, start] = [0, 0];
    },
  };
}
