/**
 * Large buffers that go round: filled by a reader, moved to the thread that adapts them, and given back to be filled
 * again. New ones would each be mapped, cleared and collected, and the collector looks through everything for it.
 */

/** Buffers that wait for a reader. More than are ever on their way would only take memory. */
const MOST_WAITING = 6;

const waiting: ArrayBuffer[] = [];
/** Buffers that go round. One that comes back from a thread is another object. */
const blocks = new WeakSet<ArrayBuffer>();

/**
 * A buffer of that many bytes, with whatever it held before. It may be the body of a record, or stand right in it;
 * then the answer of `adapt` must hold none of its memory, for it is filled again as soon as the answer is there.
 */
export function takeBlock(bytes: number): ArrayBuffer {
  const at = waiting.findIndex(({ byteLength }) => byteLength === bytes);
  const block = at < 0 ? new ArrayBuffer(bytes) : waiting.splice(at, 1)[0];
  const taken = block ?? new ArrayBuffer(bytes);
  blocks.add(taken);
  return taken;
}

/** Whether a buffer was given out by `takeBlock`. */
export function isBlock(buffer: ArrayBuffer): boolean {
  return blocks.has(buffer);
}

/** Takes a buffer back once nobody needs what is in it. */
export function giveBlockBack(block: ArrayBuffer): void {
  if (waiting.length < MOST_WAITING) waiting.push(block);
}

/** Lets go of the buffers that wait. */
export function forgetBlocks(): void {
  waiting.length = 0;
}
