/**
 * What the score learned from outcomes: tried on the database's own history, used only where it held on later time,
 * and taken back by one word.
 */
import { type Database, LeadspringError, type Queryable } from '../../base/index.ts';
import {
  backtestDatabaseAside,
  type DatabaseOptions,
  databaseExamplesAside,
  LIKELIHOOD_FEATURES,
  likelihoodFeatures,
} from '../backtest/index.ts';
import type { LeadRow } from '../lead.ts';
import {
  type Likelihood,
  type LikelihoodModel,
  likelihoodOf,
  TRAINING_SETTINGS,
  trainLikelihood,
} from '../model/index.ts';
import {
  type BacktestResult,
  type Learned,
  readLearned,
  setWanted,
  writeBacktest,
  writeLearned,
} from './store.ts';

export type LearnOptions = DatabaseOptions & { readonly now: number };

/**
 * Learns from the database's history and keeps the answer, also when it is no.
 * @throws LeadspringError `history_too_short`
 */
export async function learnScore(db: Database, options: LearnOptions): Promise<Learned> {
  const examples = await databaseExamplesAside(db, options);
  const settings = { ...TRAINING_SETTINGS, horizon: options.horizon };
  const answer = trainLikelihood(examples, LIKELIHOOD_FEATURES, settings);
  await db.transaction((client) =>
    writeLearned(client, {
      ...{ trainedAt: options.now, positives: answer.positives, needed: answer.needed },
      ...{ usable: answer.used, reason: answer.reason },
      ...{ model: answer.model ?? null, validation: answer.validation ?? null },
    }),
  );
  const learned = await readLearned(db);
  if (learned === null) throw new LeadspringError('internal', 'what was learned is not there');
  return learned;
}

/** Back-tests the default score on the database's history, and keeps the figures. */
export async function validateScore(db: Database, options: LearnOptions): Promise<BacktestResult> {
  const { projects, pooled } = await backtestDatabaseAside(db, options);
  // A database is one project, so that both are the same but for the name.
  const [figures = pooled] = projects;
  await writeBacktest(db, figures, options.now);
  return { computedAt: options.now, figures };
}

/** The model in use, or null: nothing was learned, it did not hold, or an operator went back. */
export async function modelInUse(db: Queryable): Promise<LikelihoodModel | null> {
  const learned = await readLearned(db);
  return learned?.usable && learned.wanted ? learned.model : null;
}

/**
 * Uses what was learned, or the default weights again.
 * @throws LeadspringError `nothing_learned` when there is nothing that could be used
 */
export async function useLearned(db: Database, wanted: boolean): Promise<void> {
  const learned = await readLearned(db);
  if (wanted && !learned?.usable) {
    const why = learned === null ? 'Nothing was learned yet.' : learned.reason;
    throw new LeadspringError('nothing_learned', why);
  }
  await setWanted(db, wanted);
}

const DAY_MS = 86_400_000;

/** The likelihood of a listed lead, as a sum. */
export function likelihoodOfLead(model: LikelihoodModel, row: LeadRow): Likelihood {
  return likelihoodOf(model, likelihoodFeatures(row, row.lastAt + DAY_MS));
}
