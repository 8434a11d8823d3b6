/** Whoever acted is gathered, and told in turns: a burst of deliveries is one turn, and working them off waits for none. */

export interface Followed {
  /** Adds handles that acted; returns at once. */
  add(identityIds: readonly string[]): void;
  /** Tells of all that were added since the last turn. When that fails they are kept for the next. */
  turn(): Promise<void>;
}

/** @param tell told of handles, each once a turn */
export function gatherTouched(tell: (identityIds: readonly string[]) => Promise<void>): Followed {
  let touched = new Set<string>();
  return {
    add: (identityIds) => {
      for (const id of identityIds) touched.add(id);
    },
    turn: async () => {
      if (touched.size === 0) return;
      const taken = touched;
      touched = new Set();
      try {
        await tell([...taken]);
      } catch (thrown) {
        for (const id of taken) touched.add(id);
        throw thrown;
      }
    },
  };
}
