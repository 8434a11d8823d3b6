/**
 * Acts in no order, put in order of their subjects: those of neighbouring subjects are put aside together, and each
 * such part is small enough to be sorted in memory (a partitioned external sort; Knuth, TAOCP 3, 5.4.7 and 5.2.5).
 */
import { ACT_BYTES, type ActColumns, actColumns, copyActs, type TakeAct } from './columns.ts';
import type { Piece, Spool } from './spool.ts';

/** Parts: enough that a part of a hundred million acts takes 11 MB, few enough that all can be written to at once. */
const PARTS = 256;
/** Acts of a part that are put aside at a time. */
const PIECE_ACTS = 512;
const BYTES = ACT_BYTES + 4;

/** The acts of one subject stand from `from` to `to` in the columns, through `order`. */
export interface SubjectActs {
  readonly subject: number;
  readonly from: number;
  readonly to: number;
}

/** A part, sorted: by subject, and of each subject by kind, day, person and confidence. */
export interface SortedPart {
  readonly columns: ActColumns;
  /** Numbers of acts in order. */
  readonly order: Uint32Array;
  readonly subjects: readonly SubjectActs[];
}

export interface Partitions {
  readonly add: TakeAct;
  /** Parts in order of their subjects; empty ones are left out. Each can be read once. */
  sorted(): Generator<SortedPart>;
}

interface Part {
  pieces: Piece[];
  readonly buffer: ArrayBuffer;
  readonly columns: ActColumns;
  readonly subject: Int32Array;
  length: number;
}

/** @param least the lowest number of a subject, @param most the highest one */
export function openPartitions(spool: Spool, least: number, most: number): Partitions {
  const width = Math.max(1, Math.ceil((most - least + 1) / PARTS));
  const parts: (Part | undefined)[] = new Array(PARTS).fill(undefined);
  return {
    add: (subject, kind, person, day, confidence, quantity) => {
      const number = Math.floor((subject - least) / width);
      let part = parts[number];
      if (part === undefined) {
        part = openPart();
        parts[number] = part;
      }
      const { columns, length } = part;
      part.subject[length] = subject;
      columns.kind[length] = kind;
      columns.person[length] = person;
      columns.day[length] = day;
      columns.confidence[length] = confidence;
      columns.quantity[length] = quantity;
      part.length += 1;
      if (part.length < PIECE_ACTS) return;
      part.pieces.push(spool.add(new Uint8Array(part.buffer)));
      part.length = 0;
    },
    *sorted() {
      for (const [number, part] of parts.entries()) {
        if (part === undefined) continue;
        yield sortPart(part, spool, least + number * width, width);
        parts[number] = undefined;
      }
    },
  };
}

function openPart(): Part {
  const buffer = new ArrayBuffer(BYTES * PIECE_ACTS);
  const columns = actColumns(buffer, PIECE_ACTS);
  const subject = new Int32Array(buffer, ACT_BYTES * PIECE_ACTS, PIECE_ACTS);
  return { ...{ pieces: [], buffer, columns, subject }, length: 0 };
}

/** @param first the lowest number of a subject that the part may hold, @param width how many there may be */
function sortPart(part: Part, spool: Spool, first: number, width: number): SortedPart {
  const length = part.pieces.length * PIECE_ACTS + part.length;
  const columns = actColumns(new ArrayBuffer(ACT_BYTES * length), length);
  const subject = new Int32Array(length);
  let at = 0;
  for (const piece of part.pieces) {
    const { buffer } = spool.read(piece);
    copyActs(actColumns(buffer, PIECE_ACTS), PIECE_ACTS, columns, at);
    subject.set(new Int32Array(buffer, ACT_BYTES * PIECE_ACTS, PIECE_ACTS), at);
    at += PIECE_ACTS;
  }
  copyActs(part.columns, part.length, columns, at);
  subject.set(part.subject.subarray(0, part.length), at);
  const { order, ends } = orderBySubject(subject, first, width);
  const subjects: SubjectActs[] = [];
  let from = 0;
  for (const [number, to] of ends.entries()) {
    if (to === from) continue;
    sortActs(order, from, to, columns);
    subjects.push({ subject: first + number, from, to });
    from = to;
  }
  return { columns, order, subjects };
}

/** Counting sort: the numbers of acts in order of subjects, and where each subject ends. */
function orderBySubject(
  subject: Int32Array,
  first: number,
  width: number,
): { readonly order: Uint32Array; readonly ends: Int32Array } {
  const ends = new Int32Array(width);
  for (const each of subject) ends[each - first] = (ends[each - first] ?? 0) + 1;
  let sum = 0;
  for (const [number, count] of ends.entries()) {
    ends[number] = sum;
    sum += count;
  }
  const order = new Uint32Array(subject.length);
  for (const [act, each] of subject.entries()) {
    const place = ends[each - first] ?? 0;
    order[place] = act;
    ends[each - first] = place + 1;
  }
  return { order, ends };
}

/** Days and acts of a subject that fit a key beside the kind: 2^53 is the largest whole number without gaps. */
const KEY_DAYS = 2 ** 16;
const KEY_ACTS = 2 ** 16;
/** Taken again for each subject: thousands of arrays would keep the garbage collector busy. */
const KEYS = new Float64Array(KEY_ACTS);
const ACTS = new Uint32Array(KEY_ACTS);

/**
 * Puts the acts of one subject, those of `order` between `from` and `to`, in order. Kind, day and place are sorted as
 * one number each, which takes a fifth of the time of comparing acts.
 */
function sortActs(order: Uint32Array, from: number, to: number, columns: ActColumns): void {
  const { kind, day } = columns;
  const length = to - from;
  if (length < 2) return;
  for (let place = 0; place < length; place++) {
    const act = order[from + place] ?? 0;
    const on = day[act] ?? 0;
    if (length > KEY_ACTS || on < 0 || on >= KEY_DAYS) {
      order.subarray(from, to).sort((a, b) => by(kind, a, b) || by(day, a, b) || byRest(columns, a, b));
      return;
    }
    KEYS[place] = ((kind[act] ?? 0) * KEY_DAYS + on) * KEY_ACTS + place;
    ACTS[place] = act;
  }
  KEYS.subarray(0, length).sort();
  let start = from;
  for (let place = 0; place < length; place++) {
    const act = ACTS[(KEYS[place] ?? 0) % KEY_ACTS] ?? 0;
    const before = order[start] ?? 0;
    order[from + place] = act;
    if (place === 0 || (kind[act] === kind[before] && day[act] === day[before])) continue;
    sortRest(order, start, from + place, columns);
    start = from + place;
  }
  sortRest(order, start, to, columns);
}

/** Acts of one kind on one day. */
function sortRest(order: Uint32Array, from: number, to: number, columns: ActColumns): void {
  if (to - from > 1) order.subarray(from, to).sort((a, b) => byRest(columns, a, b));
}

const by = (column: ActColumns[keyof ActColumns], a: number, b: number): number =>
  (column[a] ?? 0) - (column[b] ?? 0);

const byRest = ({ person, confidence, quantity }: ActColumns, a: number, b: number): number =>
  by(person, a, b) || by(confidence, a, b) || by(quantity, a, b);
