/** The likelihood of a deal, learned from outcomes where there are enough of them. Pure. */
export {
  brierScore,
  type Forecast,
  type ReliabilityBin,
  reliabilityTable,
  type ShareInterval,
  shareInterval,
} from './calibrate.ts';
export { type Likelihood, type LikelihoodModel, likelihoodOf } from './likelihood.ts';
export { type Example, fitLogistic, type Logistic, logitOf, type Prior, sigmoid } from './logistic.ts';
export { TRAINING_SETTINGS, trainLikelihood } from './train.ts';
export type { Features, TrainingAnswer, TrainingExample, TrainingSettings, Validation } from './types.ts';
