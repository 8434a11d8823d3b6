/** Whoever acted is gathered, and told in turns: a burst of deliveries is one turn, and working them off waits for none. */
import type { Touched } from '../group.ts';

export interface Followed {
  /** Adds handles that acted (null: any); returns at once. */
  add(touched: Touched): void;
  /** Tells of all that were added since the last turn. When that fails they are kept for the next. */
  turn(): Promise<void>;
}

/**
 * @param tell told of handles, each once a turn
 * @param most of more handles it is told that they are any
 */
export function gatherTouched(
  tell: (touched: Touched) => Promise<void>,
  most: number = Number.POSITIVE_INFINITY,
): Followed {
  let touched: Set<string> | null = new Set();
  const add = (ids: Iterable<string> | null): void => {
    if (ids === null) touched = null;
    else for (const id of ids) touched?.add(id);
    if (touched !== null && touched.size > most) touched = null;
  };
  return {
    add,
    turn: async () => {
      if (touched?.size === 0) return;
      const taken: Set<string> | null = touched;
      touched = new Set();
      try {
        await tell(taken === null ? null : [...taken]);
      } catch (thrown) {
        add(taken);
        throw thrown;
      }
    },
  };
}
