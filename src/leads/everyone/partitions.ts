/**
 * Acts in no order, put in order of their subjects: those of neighbouring subjects are put aside together, and each
 * such part is small enough to be sorted in memory (a partitioned external sort; Knuth, TAOCP 3, 5.4.7 and 5.2.5).
 */
import { ACT_BYTES, type ActColumns, actColumns, copyActs, type TakeAct } from './columns.ts';
import { type Piece, readPiece, type Spool } from './spool.ts';

/** Parts: enough that a part of a hundred million acts takes 11 MB, few enough that all can be written to at once. */
export const PARTS = 256;
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
  /** Where the acts are, for another thread. Nothing may be added any more. */
  aside(): PartsAside;
  /**
   * Parts in order of their subjects, from one number to before another; empty ones are left out. Each can be read
   * once, and nothing may be added any more. @param others acts of these parts that other threads put aside
   */
  sorted(from: number, to: number, others: readonly PartsAside[]): Generator<SortedPart>;
}

/** Acts in the file of a thread. Plain data. */
export interface PartsAside {
  readonly file: number;
  /** In the order of their numbers, from the first one that is meant. */
  readonly parts: readonly (StoredPart | undefined)[];
}

interface StoredPart {
  /** All but the last are full. */
  readonly pieces: readonly Piece[];
  readonly length: number;
}

/** A stored part, and how its pieces are read. */
type Source = readonly [StoredPart, (piece: Piece) => Uint8Array];

interface Part {
  readonly pieces: Piece[];
  readonly buffer: ArrayBuffer;
  readonly columns: ActColumns;
  readonly subject: Int32Array;
  /** Acts in the buffer. */
  length: number;
}

/** @param least the lowest number of a subject, @param most the highest one */
export function openPartitions(spool: Spool, least: number, most: number): Partitions {
  const width = Math.max(1, Math.ceil((most - least + 1) / PARTS));
  const parts: (Part | undefined)[] = new Array(PARTS).fill(undefined);
  let stored: (StoredPart | undefined)[] | null = null;
  const settled = (): (StoredPart | undefined)[] => {
    stored ??= parts.splice(0).map((part) => part && store(part, spool));
    return stored;
  };
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
    aside: () => ({ parts: settled(), file: spool.file() }),
    *sorted(from, to, others) {
      const own = settled();
      for (let number = from; number < to; number++) {
        const sources: Source[] = [];
        const part = own[number];
        if (part !== undefined) sources.push([part, spool.read]);
        for (const { file, parts: theirs } of others) {
          const other = theirs[number - from];
          if (other !== undefined) sources.push([other, (piece) => readPiece(file, piece)]);
        }
        if (sources.length > 0) yield sortPart(sources, least + number * width, width);
        own[number] = undefined;
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

/** Puts the last piece aside. */
function store({ pieces, buffer, length }: Part, spool: Spool): StoredPart {
  const full = pieces.length * PIECE_ACTS;
  return {
    pieces: length === 0 ? pieces : [...pieces, spool.add(new Uint8Array(buffer))],
    length: full + length,
  };
}

/** @param first the lowest number of a subject that the part may hold, @param width how many there may be */
function sortPart(sources: readonly Source[], first: number, width: number): SortedPart {
  const length = sources.reduce((sum, [part]) => sum + part.length, 0);
  const columns = actColumns(new ArrayBuffer(ACT_BYTES * length), length);
  const subject = new Int32Array(length);
  let at = 0;
  for (const [part, read] of sources) {
    let left = part.length;
    for (const piece of part.pieces) {
      const { buffer } = read(piece);
      const acts = Math.min(left, PIECE_ACTS);
      copyActs(actColumns(buffer, PIECE_ACTS), acts, columns, at);
      subject.set(new Int32Array(buffer, ACT_BYTES * PIECE_ACTS, acts), at);
      at += acts;
      left -= acts;
    }
  }
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
