/** Signals of a month in columns: each handle and each thing that was touched stands once, and is a number elsewhere. */
import { createHash } from 'node:crypto';
import { endianness } from 'node:os';
import { filled } from '../filled.ts';
import { CODES, kindNumber } from './kinds.ts';
import { openUuidNumbers } from './uuid_numbers.ts';

/** What packed numbers mean. Packs of another layout are of no use. */
export const LAYOUT = createHash('sha256')
  .update(JSON.stringify([1, endianness(), kindNumber(1, 0, 0), kindNumber(0, 1, 0), CODES]))
  .digest('hex')
  .slice(0, 16);

/** Signals to a piece at most: as many as fit into some megabytes. */
const PIECE_SIGNALS = 2 ** 17;

/** Signals, of which each column holds one number. */
export interface Pack {
  readonly signals: number;
  /** Microseconds since the beginning of 2000. */
  readonly at: Float64Array;
  readonly quantity: Float64Array;
  /** Numbers of the handles that acted, and of those that were acted for; 0 for none. Sorted by the first. */
  readonly handle: Int32Array;
  readonly firm: Int32Array;
  /** Number of what was touched; 0 for nothing. */
  readonly asset: Int32Array;
  /** `kindNumber` without a topic. */
  readonly kind: Int32Array;
  /** Ids by number, 16 bytes each; the first has the number 1. */
  readonly handles: DataView;
  readonly assets: DataView;
}

/** Takes signals and puts them together in pieces. */
export interface Packer {
  /** @param handle where its id begins in `bytes`, as of `firm` and `asset`; the nil UUID is none */
  add(
    bytes: DataView,
    handle: number,
    firm: number,
    asset: number,
    at: number,
    quantity: number,
    kind: number,
  ): void;
  /** Gives the last piece. There is one even of no signals. */
  finish(): void;
}

/** Bytes before the columns: numbers of signals, handles and assets, and room. */
const HEAD = 16;
/** Bytes of a signal. */
const WIDTH = 32;
const ID = 16;

/** @param give takes each piece; its bytes are good until the next one */
export function openPacker(give: (piece: Uint8Array) => void): Packer {
  let room = 1_024;
  let columns = columnsOf(new ArrayBuffer(HEAD + WIDTH * room), room);
  let [handles, assets] = [openIds(), openIds()];
  let signals = 0;
  const end = (): void => {
    give(written(columns, signals, handles, assets));
    signals = 0;
    [handles, assets] = [openIds(), openIds()];
  };
  return {
    add: (bytes, handle, firm, asset, at, quantity, kind) => {
      if (signals === room) {
        room *= 2;
        const larger = columnsOf(new ArrayBuffer(HEAD + WIDTH * room), room);
        for (const name of COLUMNS) larger[name].set(columns[name]);
        columns = larger;
      }
      columns.at[signals] = at;
      columns.quantity[signals] = quantity;
      columns.handle[signals] = handles.add(bytes, handle);
      columns.firm[signals] = handles.add(bytes, firm);
      columns.asset[signals] = assets.add(bytes, asset);
      columns.kind[signals] = kind;
      signals += 1;
      if (signals === PIECE_SIGNALS) end();
    },
    finish: end,
  };
}

const COLUMNS = ['at', 'quantity', 'handle', 'firm', 'asset', 'kind'] as const;
type Columns = Pick<Pack, (typeof COLUMNS)[number]>;

function columnsOf(buffer: ArrayBufferLike, signals: number): Columns {
  const from = (width: number): number => HEAD + width * signals;
  return {
    at: new Float64Array(buffer, from(0), signals),
    quantity: new Float64Array(buffer, from(8), signals),
    handle: new Int32Array(buffer, from(16), signals),
    firm: new Int32Array(buffer, from(20), signals),
    asset: new Int32Array(buffer, from(24), signals),
    kind: new Int32Array(buffer, from(28), signals),
  };
}

/** Ids with their numbers, and their bytes in the order of these. */
function openIds() {
  const numbers = openUuidNumbers(EXPECTED);
  let bytes = new DataView(new ArrayBuffer(ID * EXPECTED));
  return {
    add: (from: DataView, at: number): number => {
      const before = numbers.size();
      const number = numbers.add(from, at);
      if (numbers.size() === before) return number;
      if (ID * number > bytes.byteLength) {
        const larger = new Uint8Array(2 * bytes.byteLength);
        bytes = new DataView(filled(larger, new Uint8Array(bytes.buffer)).buffer);
      }
      for (let word = 0; word < ID; word += 4) bytes.setInt32(ID * before + word, from.getInt32(at + word));
      return number;
    },
    size: numbers.size,
    bytes: () => new Uint8Array(bytes.buffer, 0, ID * numbers.size()),
  };
}

/** Ids of a piece, about: growing takes time. */
const EXPECTED = 2 ** 14;

/** Signals in the order of their handles, so that what is asked of one is asked at once. */
function written(
  columns: Columns,
  signals: number,
  handles: ReturnType<typeof openIds>,
  assets: ReturnType<typeof openIds>,
): Uint8Array {
  const buffer = new ArrayBuffer(HEAD + WIDTH * signals + ID * (handles.size() + assets.size()));
  new Int32Array(buffer, 0, 3).set([signals, handles.size(), assets.size()]);
  const sorted = columnsOf(buffer, signals);
  const places = new Int32Array(handles.size() + 2);
  for (let at = 0; at < signals; at++) {
    const next = (columns.handle[at] ?? 0) + 1;
    places[next] = (places[next] ?? 0) + 1;
  }
  for (let number = 1; number < places.length; number++)
    places[number] = (places[number] ?? 0) + (places[number - 1] ?? 0);
  for (let at = 0; at < signals; at++) {
    const handle = columns.handle[at] ?? 0;
    const place = places[handle] ?? 0;
    places[handle] = place + 1;
    for (const name of COLUMNS) sorted[name][place] = columns[name][at] ?? 0;
  }
  const ids = new Uint8Array(buffer, HEAD + WIDTH * signals);
  ids.set(handles.bytes());
  ids.set(assets.bytes(), ID * handles.size());
  return new Uint8Array(buffer);
}

/** Makes the function that reads a piece, which is good until the next one. @throws RangeError when it is not whole */
export function openPackReader(): (piece: Uint8Array) => Pack {
  // Columns begin where the processor wants them to. Used again: each piece has some megabytes.
  let room = new Uint8Array(0);
  return (piece) => {
    if (piece.length > room.length) room = new Uint8Array(piece.length);
    room.set(piece);
    const { buffer } = room;
    if (piece.length < HEAD) throw cutOff();
    const [signals = 0, handles = 0, assets = 0] = new Int32Array(buffer, 0, 3);
    const ids = HEAD + WIDTH * signals;
    if (piece.length !== ids + ID * (handles + assets)) throw cutOff();
    return {
      signals,
      ...columnsOf(buffer, signals),
      handles: new DataView(buffer, ids, ID * handles),
      assets: new DataView(buffer, ids + ID * handles, ID * assets),
    };
  };
}

function cutOff(): RangeError {
  return new RangeError('a pack of signals is cut off');
}
