/** The model in use: what it says of a lead, and of all that are listed. */
import type { Client, Queryable } from '../../base/index.ts';
import { likelihoodFeatures } from '../backtest/lead_features.ts';
import { DAY_MS } from '../dates.ts';
import type { LeadRow } from '../lead.ts';
import { type Likelihood, type LikelihoodModel, likelihoodOf } from '../model/index.ts';
import { NOT_NEW } from '../stage.ts';
import { type JudgedRow, readJudged, writeLikelihoods } from './likelihood_store.ts';
import { readLearned } from './store.ts';

/** The model in use, or null: nothing was learned, it did not hold, or an operator went back. */
export async function modelInUse(db: Queryable): Promise<LikelihoodModel | null> {
  const learned = await readLearned(db);
  return learned?.usable && learned.wanted ? learned.model : null;
}

/** The likelihood of a lead, as a sum. Null without a model, and of customers and the vendor, who are no new leads. */
export function likelihoodOfLead(model: LikelihoodModel | null, row: JudgedRow): Likelihood | null {
  if (model === null || NOT_NEW.includes(row.stage)) return null;
  return likelihoodOf(model, likelihoodFeatures(row, row.lastAt + DAY_MS));
}

/** Makes the function that tells the probability of a lead. */
export function probabilityBy(model: LikelihoodModel | null): (row: LeadRow) => number | null {
  return (row) => likelihoodOfLead(model, row)?.probability ?? null;
}

/** Leads that are read and written at a time. */
const TOGETHER = 5_000;

/**
 * Writes beside every lead of a generation what a model says of it, or takes that away (null): one pass over rows, for
 * all that the model looks at is in them. The generation must be held by the transaction.
 */
export async function writeLikelihood(
  client: Client,
  generation: number,
  model: LikelihoodModel | null,
): Promise<void> {
  for (let after: string | null = null; ; ) {
    const rows: readonly JudgedRow[] = await readJudged(client, generation, after, TOGETHER);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
    const said = rows.map((row) => likelihoodOfLead(model, row)?.probability ?? null);
    await writeLikelihoods(client, generation, rows, said);
  }
}

/** Whether two models say the same. */
export function sameModel(a: LikelihoodModel | null, b: LikelihoodModel | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
