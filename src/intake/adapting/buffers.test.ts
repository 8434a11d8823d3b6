import { afterEach, expect, test } from 'vitest';
import { failed, type SourceRecord } from '../contract.ts';
import { forgetBlocks, giveBlockBack, isBlock, takeBlock } from '../files/blocks.ts';
import { adapterOf } from './adapt_all.ts';
import { buffersOf, spentBuffers } from './buffers.ts';

const SIZE = 64 * 1024;
const record = (body: unknown): SourceRecord<unknown> => ({ id: 'r', place: { file: 'f' }, body });
const done = { units: 1, signals: [], messages: [], rollups: [], rolledUp: 1, dropped: {}, failures: [] };

afterEach(forgetBlocks);

test('bytes that own their buffer are moved; small ones and parts of a buffer are not', () => {
  const own = new Uint8Array(SIZE);
  const bodies = [own, { bytes: own }, { bytes: own.subarray(1) }, { bytes: new Uint8Array(100) }, null, 'x'];
  expect(bodies.map((body) => buffersOf(record(body)).length)).toEqual([1, 1, 0, 0, 0, 0]);
});

test('a block goes round; other buffers do not', async () => {
  const block = takeBlock(SIZE);
  const records = [record({ bytes: new Uint8Array(block) }), record({ bytes: new Uint8Array(SIZE) })];
  const answers = await adapterOf(async () => done, 0)(records);
  const spent = spentBuffers(records, answers, isBlock);
  expect(spent).toEqual([block]);
  for (const each of spent) giveBlockBack(each);
  expect(takeBlock(2 * SIZE)).not.toBe(block);
  expect(takeBlock(SIZE)).toBe(block);
  expect(takeBlock(SIZE)).not.toBe(block);
});

test('a record that failed as a whole keeps its bytes', async () => {
  const records = [record({ bytes: new Uint8Array(takeBlock(SIZE)) })];
  const answers = await adapterOf(async (each) => failed(each, 'record_malformed', 'No.'), 0)(records);
  expect(spentBuffers(records, answers, isBlock)).toEqual([]);
});
