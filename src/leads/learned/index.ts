export { likelihoodOfLead, modelInUse } from './in_use.ts';
export { type LearnOptions, learnScore, useLearned, validateScore } from './learned.ts';
export { type BacktestResult, type Learned, readBacktest, readLearned } from './store.ts';
