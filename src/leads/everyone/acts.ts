/** The acts of everybody, put aside subject by subject in columns of numbers, a few bytes an act. */
import type { Client } from '../../base/index.ts';
import { type DayCounts, dayAdder } from '../emergence/index.ts';
import type { Cell } from '../facts.ts';
import { ACT_TYPES, type Kind, type Numbers } from './numbers_store.ts';
import { openSpool, type Piece } from './spool.ts';

/** Subjects and acts of a chunk at most (but for one subject with more); bounds memory. */
const CHUNK_SUBJECTS = 1_000;
const CHUNK_ACTS = 20_000;

/** Nobody, as a person's number. */
const NOBODY = 0;
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
  /** The cells of each subject of a chunk, in order. People go by their numbers. */
  cellsOf(chunk: Chunk): Generator<CellsOfSubject>;
  close(): void;
}

export interface CellsOfSubject {
  readonly cells: readonly Cell[];
  readonly madeUp: boolean;
}

/** What an act takes: quantity (8 bytes), kind, person, day, confidence (4 each). */
const ACT_BYTES = 24;

/**
 * Reads all acts, those of one day and kind by one person added up.
 * @param uncounted subjects whose days make no crowd: the vendor's own
 */
export async function gatherActs(
  client: Client,
  numbers: Numbers,
  uncounted: ReadonlySet<number>,
): Promise<Acts> {
  const kinds = new Map<number, Kind>();
  const kindOf = (number: number): Kind => {
    let kind = kinds.get(number);
    if (kind === undefined) {
      kind = numbers.kindOf(number);
      kinds.set(number, kind);
    }
    return kind;
  };
  const days: DayCounts = new Map();
  const adder = dayAdder(days);
  const spool = openSpool();
  const chunks: Chunk[] = [];
  const columns = openColumns();
  let [subjects, ends, only]: [number[], number[], (number | null)[]] = [[], [], []];
  let [subject, person, counts] = [0, NOBODY, false];
  const endChunk = (): void => {
    if (subjects.length > 0) chunks.push({ subjects, ends, only, acts: spool.add(columns.bytes()) });
    [subjects, ends, only] = [[], [], []];
    columns.clear();
  };
  const endSubject = (): void => {
    if (subject === 0) return;
    adder.end();
    subjects.push(subject);
    ends.push(columns.length());
    only.push(person === NOBODY || person === SEVERAL ? null : person);
    if (subjects.length >= CHUNK_SUBJECTS || columns.length() >= CHUNK_ACTS) endChunk();
  };
  try {
    const { width, offsets, blocks } = client.copyOut(numbers.acts, ACT_TYPES);
    const [toSubject = 0, toKind = 0, toPerson = 0, toDay = 0, toConfidence = 0, toQuantity = 0] = offsets;
    for await (const block of blocks) {
      const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
      for (let at = 0; at < block.length; at += width) {
        const of = view.getInt32(at + toSubject);
        const number = view.getInt32(at + toKind);
        const by = view.getInt32(at + toPerson);
        const day = view.getInt32(at + toDay);
        if (of !== subject) {
          endSubject();
          columns.begin();
          [subject, person, counts] = [of, NOBODY, !uncounted.has(of)];
        }
        if (counts) {
          const { accessPoint, act } = kindOf(number);
          adder.add(accessPoint, act, day);
        }
        if (by !== NOBODY && by !== person) person = person === NOBODY ? by : SEVERAL;
        columns.add(number, by, day, view.getFloat32(at + toConfidence), view.getFloat64(at + toQuantity));
      }
    }
    endSubject();
    endChunk();
  } catch (thrown) {
    spool.close();
    throw thrown;
  }
  const decimal = openDecimals();
  return {
    ...{ chunks, days },
    cellsOf: (chunk) => cellsOf(chunk, spool.read(chunk.acts), kindOf, decimal),
    close: () => spool.close(),
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

interface Views {
  readonly bytes: Uint8Array;
  readonly quantity: Float64Array;
  readonly kind: Int32Array;
  readonly person: Int32Array;
  readonly day: Int32Array;
  readonly confidence: Float32Array;
}

/** @param length acts there is room for */
function viewsOf(buffer: ArrayBufferLike, length: number): Views {
  return {
    bytes: new Uint8Array(buffer),
    quantity: new Float64Array(buffer, 0, length),
    kind: new Int32Array(buffer, 8 * length, length),
    person: new Int32Array(buffer, 12 * length, length),
    day: new Int32Array(buffer, 16 * length, length),
    confidence: new Float32Array(buffer, 20 * length, length),
  };
}

function openColumns(): Columns {
  let room = CHUNK_ACTS;
  let views = viewsOf(new ArrayBuffer(ACT_BYTES * room), room);
  let [length, start] = [0, 0];
  const copyTo = (target: Views): Views => {
    target.quantity.set(views.quantity.subarray(0, length));
    target.kind.set(views.kind.subarray(0, length));
    target.person.set(views.person.subarray(0, length));
    target.day.set(views.day.subarray(0, length));
    target.confidence.set(views.confidence.subarray(0, length));
    return target;
  };
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
        const larger = viewsOf(new ArrayBuffer(ACT_BYTES * room * 2), room * 2);
        views = copyTo(larger);
        room *= 2;
      }
      views.kind[length] = kind;
      views.person[length] = person;
      views.day[length] = day;
      views.confidence[length] = confidence;
      views.quantity[length] = quantity;
      length += 1;
    },
    length: () => length,
    bytes: () => copyTo(viewsOf(new ArrayBuffer(ACT_BYTES * length), length)).bytes,
    clear: () => {
      [length, start] = [0, 0];
    },
  };
}

/**
 * Makes the function from a float of four bytes to the number that was meant: the shortest decimal that is the same
 * float, which is how the server writes it elsewhere. There are few different ones.
 */
function openDecimals(): (float: number) => number {
  const known = new Map<number, number>();
  return (float) => {
    let decimal = known.get(float);
    if (decimal === undefined) {
      const digits = [6, 7, 8, 9].find((count) => Math.fround(Number(float.toPrecision(count))) === float);
      decimal = digits === undefined ? float : Number(float.toPrecision(digits));
      known.set(float, decimal);
    }
    return decimal;
  };
}

function* cellsOf(
  chunk: Chunk,
  bytes: Uint8Array,
  kindOf: (number: number) => Kind,
  decimal: (float: number) => number,
): Generator<CellsOfSubject> {
  const { quantity, kind, person, day, confidence } = viewsOf(bytes.buffer, bytes.length / ACT_BYTES);
  let at = 0;
  for (const end of chunk.ends) {
    const cells: Cell[] = [];
    let madeUp = false;
    let [by, personId]: [number, string | null] = [NOBODY, null];
    for (; at < end; at++) {
      const of = kindOf(kind[at] ?? 0);
      const who = person[at] ?? NOBODY;
      if (who !== by) [by, personId] = [who, who === NOBODY ? null : String(who)];
      madeUp ||= of.madeUp;
      const times = quantity[at] ?? 0;
      // Written out, not spread: this makes millions of objects, and a literal makes them small and fast.
      cells.push({
        accessPoint: of.accessPoint,
        act: of.act,
        topic: of.topic,
        day: day[at] ?? 0,
        personId,
        network: of.network,
        quantity: times,
        weight: times * decimal(confidence[at] ?? 0),
      });
    }
    yield { cells, madeUp };
  }
}
