/**
 * Answers on their way from a worker thread: of the lists that packed rollups share, only what the other side does
 * not have yet is sent. What one `sender` gives out must reach one `receiver`, all of it and in order.
 */
import type { AdaptedRecord } from './adapt_all.ts';
import type { PackedRollups } from './rollups.ts';

/** An answer as it is sent: its lists hold what is new in them, from the place in `known` on. */
export interface SentRecord extends AdaptedRecord {
  /** How much of networks and targets was sent before; null without rollups. 0 begins a new list. */
  readonly known: { readonly networks: number; readonly targets: number } | null;
}

/** What is sent of answers. They must be sent at once: the lists grow. */
export function sender(): (answers: readonly AdaptedRecord[]) => readonly SentRecord[] {
  const newNetworks = newIn<PackedRollups['networks'][number]>();
  const newTargets = newIn<PackedRollups['targets'][number]>();
  return (answers) =>
    answers.map((answer) => {
      if (answer.rollups === null) return { ...answer, known: null };
      const networks = newNetworks(answer.rollups.networks);
      const targets = newTargets(answer.rollups.targets);
      return {
        ...answer,
        rollups: { ...answer.rollups, networks: networks.items, targets: targets.items },
        known: { networks: networks.known, targets: targets.known },
      };
    });
}

/** What was added to a list since the last call; all of it when it is another list. */
function newIn<T>(): (list: readonly T[]) => { readonly known: number; readonly items: readonly T[] } {
  let last: readonly T[] = [];
  let sent = 0;
  return (list) => {
    const known = list === last ? sent : 0;
    last = list;
    sent = list.length;
    return { known, items: list.slice(known) };
  };
}

/** Makes answers of what was sent. */
export function receiver(): (sent: readonly SentRecord[]) => readonly AdaptedRecord[] {
  const networks = grown<PackedRollups['networks'][number]>();
  const targets = grown<PackedRollups['targets'][number]>();
  return (sent) =>
    sent.map(({ known, ...answer }) => {
      if (answer.rollups === null || known === null) return answer;
      const { rollups } = answer;
      return {
        ...answer,
        rollups: {
          ...rollups,
          networks: networks(known.networks, rollups.networks),
          targets: targets(known.targets, rollups.targets),
        },
      };
    });
}

function grown<T>(): (known: number, items: readonly T[]) => readonly T[] {
  let list: T[] = [];
  return (known, items) => {
    if (known === 0) list = [];
    if (known !== list.length) throw new Error(`an answer builds on ${known} names, ${list.length} are here`);
    for (const item of items) list.push(item);
    return list;
  };
}
