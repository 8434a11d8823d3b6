/** SQL of what was learned from outcomes, and of what back-tests showed. */
import { type Client, jsonText, type Queryable } from '../../base/index.ts';
import type { BacktestFigures } from '../backtest/index.ts';
import type { LikelihoodModel, Validation } from '../model/index.ts';

/** One try to learn. */
export interface Learned {
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly trainedAt: number;
  readonly positives: number;
  readonly needed: number;
  readonly usable: boolean;
  readonly reason: string;
  readonly model: LikelihoodModel | null;
  readonly validation: Validation | null;
  readonly wanted: boolean;
}

/** The latest try, or null when nobody tried yet. */
export async function readLearned(db: Queryable): Promise<Learned | null> {
  const { rows } = await db.query<Learned>(
    `select model_id::int as id, (extract(epoch from trained_at) * 1000)::float8 as "trainedAt", positives, needed, usable,
            reason, model, validation, wanted from score_model order by model_id desc limit 1`,
  );
  return rows[0] ?? null;
}

export async function writeLearned(client: Client, learned: Omit<Learned, 'id' | 'wanted'>): Promise<void> {
  const { trainedAt, positives, needed, usable, reason, model, validation } = learned;
  await client.query('lock table score_model in share row exclusive mode');
  // Whoever went back to the default weights stays there until they say otherwise.
  await client.query(
    `insert into score_model (model_id, trained_at, positives, needed, usable, reason, model, validation, wanted)
     select coalesce(max(model_id), 0) + 1, $1, $2, $3, $4, $5, $6, $7,
            coalesce((select wanted from score_model order by model_id desc limit 1), true) from score_model`,
    [
      ...[new Date(trainedAt), positives, needed, usable, reason],
      ...[model === null ? null : jsonText(model), validation === null ? null : jsonText(validation)],
    ],
  );
}

/** @returns whether there is anything learned to be wanted or not */
export async function setWanted(db: Queryable, wanted: boolean): Promise<boolean> {
  const { rowCount } = await db.query(
    'update score_model set wanted = $1 where model_id = (select max(model_id) from score_model)',
    [wanted],
  );
  return rowCount > 0;
}

/** A back-test of this database, as it was computed. */
export interface BacktestResult {
  readonly computedAt: number;
  readonly figures: BacktestFigures;
}

export async function readBacktest(db: Queryable): Promise<BacktestResult | null> {
  const { rows } = await db.query<BacktestResult>(
    `select (extract(epoch from computed_at) * 1000)::float8 as "computedAt", figures
       from backtest_result order by computed_at desc limit 1`,
  );
  return rows[0] ?? null;
}

export async function writeBacktest(db: Queryable, figures: BacktestFigures, now: number): Promise<void> {
  await db.query(
    `insert into backtest_result (computed_at, figures) values ($1, $2)
     on conflict (computed_at) do update set figures = excluded.figures`,
    [new Date(now), jsonText(figures)],
  );
}
