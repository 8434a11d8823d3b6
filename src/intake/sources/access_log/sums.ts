/** Sums of one block: per day, network, asset and act. */
import type { NetworkClaim, RollupDraft } from '../../contract.ts';
import { isoDay } from './formats/index.ts';
import type { Target } from './target.ts';

export interface Sums {
  /** Counts one visit. @param day days since the epoch, UTC */
  add(day: number, network: NetworkClaim, target: Target): void;
  rollups(): RollupDraft[];
}

/**
 * Empty sums. Networks and targets are compared as objects; should two objects be equal, there are two rows,
 * which whoever stores them adds up.
 */
export function newSums(): Sums {
  const days = new Map<number, Map<NetworkClaim, Map<Target, number>>>();
  const add = (day: number, network: NetworkClaim, target: Target): void => {
    let networks = days.get(day);
    if (networks === undefined) {
      networks = new Map();
      days.set(day, networks);
    }
    let quantities = networks.get(network);
    if (quantities === undefined) {
      quantities = new Map();
      networks.set(network, quantities);
    }
    quantities.set(target, (quantities.get(target) ?? 0) + 1);
  };
  const rollups = (): RollupDraft[] => {
    const rows: RollupDraft[] = [];
    for (const [number, networks] of days) {
      const day = isoDay(number);
      for (const [network, quantities] of networks) {
        for (const [{ accessPoint, act, asset }, quantity] of quantities) {
          rows.push({ day, network, accessPoint, act, asset, quantity });
        }
      }
    }
    return rows;
  };
  return { add, rollups };
}
