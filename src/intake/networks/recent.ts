/** A small cache of recent answers. */

/** Values by key; what was not asked for lately is forgotten. */
export interface Recent<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): void;
}

/**
 * A cache in two generations, which costs one map look-up on a hit where an exact LRU must also relink.
 * Holds at least the `size` most recently used entries and at most twice as many.
 */
export function recent<K, V>(size: number): Recent<K, V> {
  let young = new Map<K, V>();
  let old = new Map<K, V>();
  const set = (key: K, value: V): void => {
    if (young.size >= size) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
  };
  const get = (key: K): V | undefined => {
    const value = young.get(key);
    if (value !== undefined) return value;
    const older = old.get(key);
    if (older !== undefined) set(key, older);
    return older;
  };
  return { get, set };
}
