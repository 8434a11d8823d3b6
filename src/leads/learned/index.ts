export {
  type LearnOptions,
  learnScore,
  likelihoodOfLead,
  modelInUse,
  useLearned,
  validateScore,
} from './learned.ts';
export { type BacktestResult, type Learned, readBacktest, readLearned } from './store.ts';
