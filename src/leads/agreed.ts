/** Contracts and deals over time: what was agreed on a day, since when, and until when something was agreed before. */
import type { Agreement, Day } from './facts.ts';
import type { Weights } from './weights.ts';

export interface Agreed {
  readonly stage: 'customer' | 'in_talks';
  readonly agreement: Agreement;
}

/** What agreements known on a day come to on that day, or null. */
export function agreedOn(agreements: readonly Agreement[], on: Day, { stage }: Weights): Agreed | null {
  if (agreements.length === 0) return null;
  const past = agreements.filter((each) => startOf(each) <= on).sort((a, b) => b.day - a.day);
  const contract = past.find(
    (each) => each.act === 'contract' && on <= (each.to ?? startOf(each) + stage.contract),
  );
  if (contract !== undefined) return { stage: 'customer', agreement: contract };
  const deal = past.find(({ act }) => act !== 'contract');
  if (deal === undefined) return null;
  const age = on - deal.day;
  // Where there was a contract, its dates tell more than the deal.
  const hadContract = past.some(({ act }) => act === 'contract');
  if (deal.act === 'deal_won' && age <= stage.won && !hadContract)
    return { stage: 'customer', agreement: deal };
  return deal.act === 'deal_open' && age <= stage.talks ? { stage: 'in_talks', agreement: deal } : null;
}

/** The first day of an agreement. */
export function startOf({ from, day }: Agreement): Day {
  return from ?? day;
}

/** Since when the stage that holds on `today` held on every day. */
export function agreedSince(agreements: readonly Agreement[], today: Day, weights: Weights): Day {
  const stage = agreedOn(agreements, today, weights)?.stage;
  let since = today;
  for (const day of changesBy(agreements, today, weights)) {
    if (agreedOn(agreements, day, weights)?.stage !== stage) break;
    since = day;
  }
  return since;
}

/** The last day before `today` on which something was agreed, when nothing is now; minus infinity when never. */
export function agreedUntil(agreements: readonly Agreement[], today: Day, weights: Weights): Day {
  let next = today;
  for (const day of changesBy(agreements, today, weights)) {
    if (agreedOn(agreements, day, weights) !== null) return next - 1;
    next = day;
  }
  return Number.NEGATIVE_INFINITY;
}

/** Days up to `today` on which what is agreed may change, the latest first. Between them nothing does. */
function changesBy(agreements: readonly Agreement[], today: Day, { stage }: Weights): readonly Day[] {
  const days = agreements.flatMap((each) => [
    ...[each.day, startOf(each), (each.to ?? startOf(each) + stage.contract) + 1],
    ...[each.day + stage.won + 1, each.day + stage.talks + 1],
  ]);
  return [...new Set(days)].filter((day) => day <= today).sort((a, b) => b - a);
}
