/** Remembers answers by a text cut from a block. */

/** A function from text that remembers. */
export interface Memo<V> {
  of(text: string): V;
  /** Forgets what was not asked for lately, once there is too much. */
  settle(): void;
}

/**
 * A memo over texts that are one byte a character. A slice keeps the whole block it was cut from alive, so
 * the key that is kept is a copy.
 * @param size how many answers are kept; up to twice as many before `settle` is called, and what one block adds
 */
export function blockMemo<V>(size: number, make: (text: string) => V): Memo<V> {
  let young = new Map<string, V>();
  let old = new Map<string, V>();
  return {
    of: (text) => {
      const known = young.get(text);
      if (known !== undefined) return known;
      const kept = Buffer.from(text, 'latin1').toString('latin1');
      const value = old.get(kept) ?? make(kept);
      young.set(kept, value);
      return value;
    },
    settle: () => {
      if (young.size < size) return;
      old = young;
      young = new Map();
    },
  };
}
