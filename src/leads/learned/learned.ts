/**
 * What the score learned from outcomes: tried on the database's own history, used only where it held on later time,
 * and taken back by one word.
 */
import { type Client, type Database, LeadspringError } from '../../base/index.ts';
import {
  backtestDatabaseAside,
  type DatabaseOptions,
  databaseExamplesAside,
  LIKELIHOOD_FEATURES,
} from '../backtest/index.ts';
import { TRAINING_SETTINGS, trainLikelihood } from '../model/index.ts';
import { holdGeneration } from '../store.ts';
import { modelInUse, writeLikelihood } from './in_use.ts';
import {
  type BacktestResult,
  type Learned,
  readLearned,
  setWanted,
  writeBacktest,
  writeLearned,
} from './store.ts';

export type LearnOptions = DatabaseOptions & { readonly now: number };

/** Changes what was learned, and the leads that are listed with it: whoever reads sees both or neither. */
async function changeModel(db: Database, change: (client: Client) => Promise<void>): Promise<void> {
  await db.transaction(async (client) => {
    const generation = await holdGeneration(client);
    await change(client);
    await writeLikelihood(client, generation, await modelInUse(client));
  });
}

/**
 * Learns from the database's history and keeps the answer, also when it is no. Leads that are listed follow at once.
 * @throws LeadspringError `history_too_short`
 */
export async function learnScore(db: Database, options: LearnOptions): Promise<Learned> {
  const examples = await databaseExamplesAside(db, options);
  const settings = { ...TRAINING_SETTINGS, horizon: options.horizon };
  const answer = trainLikelihood(examples, LIKELIHOOD_FEATURES, settings);
  await changeModel(db, (client) =>
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

/**
 * Uses what was learned, or the default weights again. Leads that are listed follow at once.
 * @throws LeadspringError `nothing_learned` when there is nothing that could be used
 */
export async function useLearned(db: Database, wanted: boolean): Promise<void> {
  await changeModel(db, async (client) => {
    const learned = await readLearned(client);
    if (wanted && !learned?.usable) {
      const why = learned === null ? 'Nothing was learned yet.' : learned.reason;
      throw new LeadspringError('nothing_learned', why);
    }
    await setWanted(client, wanted);
  });
}
