import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openPacker, openPackReader } from './packs.ts';

/** Handle, firm and asset (0 for none), instant, quantity, kind. */
type Signal = readonly [number, number, number, number, number, number];

const id = (number: number): string => number.toString(16).padStart(32, '0');

/** Three ids as they stand in a row. */
function idsOf([handle, firm, asset]: Signal): DataView {
  const bytes = Buffer.from(`ff${[handle, firm, asset].map(id).join('')}`, 'hex');
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function packed(signals: readonly Signal[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  const packer = openPacker((piece) => pieces.push(piece.slice()));
  for (const signal of signals) {
    const [, , , at, quantity, kind] = signal;
    packer.add(idsOf(signal), 1, 17, 33, at, quantity, kind);
  }
  packer.finish();
  return pieces;
}

function unpacked(pieces: readonly Uint8Array[]): Signal[] {
  const read = openPackReader();
  return pieces.flatMap((piece) => {
    const { signals, handle, firm, asset, at, quantity, kind, handles, assets } = read(piece);
    const idIn = (ids: DataView, number = 0): number => (number === 0 ? 0 : ids.getUint32(16 * number - 4));
    return Array.from(
      { length: signals },
      (_, index): Signal => [
        ...([idIn(handles, handle[index]), idIn(handles, firm[index]), idIn(assets, asset[index])] as const),
        ...([at[index] ?? 0, quantity[index] ?? 0, kind[index] ?? 0] as const),
      ],
    );
  });
}

const inOrder = (signals: readonly Signal[]): readonly string[] => signals.map((each) => each.join()).sort();

test('whatever is packed comes out again, those of a handle together', () => {
  const number = fc.nat({ max: 9 });
  const signal = fc.tuple(
    ...[number, number, number],
    fc.integer({ min: -(2 ** 50), max: 2 ** 50 }),
    ...[fc.nat({ max: 2 ** 40 }), fc.nat({ max: 2 ** 24 })],
  );
  fc.assert(
    fc.property(fc.array(signal as fc.Arbitrary<Signal>, { maxLength: 60 }), (signals) => {
      const out = unpacked(packed(signals));
      expect(inOrder(out)).toEqual(inOrder(signals));
      const changes = out.filter(([handle], index) => index > 0 && out[index - 1]?.[0] !== handle).length;
      expect(changes).toBeLessThan(Math.max(1, new Set(signals.map(([handle]) => handle)).size));
    }),
  );
});

test('many signals are cut into pieces that stand alone, and there is one piece of none', () => {
  const signals = Array.from(
    { length: 300_000 },
    (_, index): Signal => [
      ...([1 + (index % 5_000), 0, 1 + (index % 7)] as const),
      ...([index, 1, 3] as const),
    ],
  );
  const pieces = packed(signals);
  expect(pieces).toHaveLength(3);
  expect(inOrder(unpacked(pieces))).toEqual(inOrder(signals));
  const [, second = new Uint8Array()] = pieces;
  expect(unpacked([second])).toHaveLength(2 ** 17);
  expect(packed([])).toHaveLength(1);
  expect(unpacked(packed([]))).toEqual([]);
});

test('a piece that is not whole is an error', () => {
  const [piece = new Uint8Array()] = packed([[1, 2, 3, 4, 5, 6]]);
  for (const length of [0, 15, piece.length - 1])
    expect(() => unpacked([piece.subarray(0, length)])).toThrow('cut off');
});
