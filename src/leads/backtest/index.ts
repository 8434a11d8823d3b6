/** Proves or disproves the ranking on history, seen as it was visible at the time. */
export type { Baseline } from './baselines.ts';
export type { DatabaseOptions } from './database.ts';
export { backtestDatabaseAside, databaseExamplesAside } from './database_aside.ts';
export type { Calibration, LiftPoint, Marked, SeenBefore, Top } from './figures.ts';
export { LIKELIHOOD_FEATURES } from './lead_features.ts';
export { readProjects } from './read.ts';
export type { ReplayOptions } from './replay.ts';
export {
  type Backtest,
  type BacktestFigures,
  backtestProjects,
  type RankedLine,
  type Rankings,
  rankedLines,
} from './report.ts';
export type { Project, Ranked } from './types.ts';
