/** Acts of subjects put aside in chunks, those of one day and kind by one person added up. */
import { NOBODY } from './cells.ts';
import { ACT_BYTES, actColumns, copyActs } from './columns.ts';
import type { Piece, Spool } from './spool.ts';

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

/** Puts the acts of subjects aside, chunk by chunk. */
export interface ChunkWriter {
  begin(subject: number): void;
  add(kind: number, person: number, day: number, confidence: number, quantity: number): void;
  end(): void;
  /** The chunks since the beginning or the last time this was asked. */
  finish(): readonly Chunk[];
}

export function openChunks(spool: Spool): ChunkWriter {
  let chunks: Chunk[] = [];
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
      const finished = chunks;
      chunks = [];
      return finished;
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
